/* Ways to one household beside the list: its QR code, read by this page or by the phone's own camera, or typed. */
import { fill, page } from "./dom.js";
import { model } from "./model.js";
import { go } from "./router.js";
import { canScan, codeIn, scan } from "./scan.js";
import { say } from "./texts.js";

const root = page("home");
const notice = root.querySelector("[data-door]");
const dialog = root.querySelector("[data-scan]");
const button = root.querySelector("[data-scan-start]");
let stop;

export function householdOf(text) {
  const code = codeIn(text);
  return code ? [...model.households.values()].find((household) => household.code === code) : undefined;
}

function tell(text) {
  notice.hidden = !text;
  fill(notice, { text });
}

function open(code) {
  const household = householdOf(code);
  tell(household ? "" : say("no_code"));
  if (household) go("visit", { household: household.id });
}

async function look() {
  tell("");
  dialog.showModal();
  try {
    stop = await scan(dialog.querySelector("video"), (code) => {
      dialog.close();
      open(code);
    });
    if (!dialog.open) stop(); // closed while the browser asked for the camera
  } catch {
    dialog.close();
    tell(say("no_camera"));
  }
}

button.addEventListener("click", look);
dialog.addEventListener("close", () => stop?.());

/* The service worker leads here with the code behind "#" when somebody scans without network. */
export function openDoor() {
  const code = codeIn(location.hash.slice(1));
  if (code) {
    history.replaceState(history.state, "", location.pathname);
    open(code);
  }
  canScan().then((can) => (button.hidden = !can));
}
