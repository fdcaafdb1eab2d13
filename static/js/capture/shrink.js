/* A photo as it is kept and sent: upright, at most 300 KB, and pixels alone. The canvas leaves out place and camera. */

const MOST = 300_000; // bytes, as visits/photos/picture.py
const TRIES = [[1280, 0.8], [1280, 0.6], [960, 0.6], [640, 0.5]]; // longest edge in pixels, quality

async function open(file) {
  try {
    return await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    return createImageBitmap(file); // browsers that know no other way
  }
}

export function draw(canvas, bitmap, edge) {
  const scale = Math.min(1, edge / Math.max(bitmap.width, bitmap.height));
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
}

/* The JPEG as an ArrayBuffer; throws for what is no picture. */
export async function shrink(file) {
  const [bitmap, canvas] = [await open(file), document.createElement("canvas")];
  let blob;
  for (const [edge, quality] of TRIES) {
    draw(canvas, bitmap, edge);
    blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", quality));
    if (blob?.size <= MOST) break;
  }
  bitmap.close();
  canvas.width = canvas.height = 0; // gives the memory back at once
  return blob.arrayBuffer();
}
