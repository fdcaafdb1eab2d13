/* Reads the QR code of a household with the camera, where the browser can (BarcodeDetector: Chrome on Android). Elsewhere
   the phone's own camera opens the address that the code holds. */

const PAUSE = 200; // ms between two looks: a cheap phone needs some 50 for one
const PATH = /^\/q\/([2-9A-Z]{12})\/?$/i;
const SPELT = /^[2-9A-Z]{12}$/;

/* The code in what a camera read or a person typed: an address of a code, or k7m4-2qxf-9rtp. Empty when there is none. */
export function codeIn(text) {
  const spelt = text.toUpperCase().replace(/[^0-9A-Z]/g, "");
  if (SPELT.test(spelt)) return spelt;
  try {
    return new URL(text).pathname.match(PATH)?.[1].toUpperCase() ?? "";
  } catch {
    return "";
  }
}

export async function canScan() {
  if (!window.BarcodeDetector || !navigator.mediaDevices?.getUserMedia) return false;
  return (await BarcodeDetector.getSupportedFormats()).includes("qr_code");
}

async function look(detector, video) {
  if (video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return "";
  const found = await detector.detect(video).catch(() => []); // a frame that cannot be read
  return found.map(({ rawValue }) => codeIn(rawValue)).find(Boolean) ?? "";
}

/* Shows the camera in `video` and calls onCode(code) for the first code of a household; gives a function that stops. */
export async function scan(video, onCode) {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  const detector = new BarcodeDetector({ formats: ["qr_code"] });
  let timer;
  const stop = () => {
    clearTimeout(timer);
    timer = null;
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
  };
  const again = async () => {
    const code = await look(detector, video);
    if (timer === null) return;
    if (!code) return void (timer = setTimeout(again, PAUSE));
    stop();
    onCode(code);
  };
  video.srcObject = stream;
  await video.play();
  timer = setTimeout(again, 0);
  return stop;
}
