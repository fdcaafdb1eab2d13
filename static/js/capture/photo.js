/* The photo of the activity on the visit's form: taken, shown, taken away. It is on the disk as soon as it is taken, because
   small phones end the browser while the camera is open. */
import { fill } from "./dom.js";
import { dropPicture } from "./drafts.js";
import { model } from "./model.js";
import { makeRow, newId, photosOf } from "./outbox.js";
import { draw, shrink } from "./shrink.js";
import { readOne } from "./store.js";
import { say } from "./texts.js";

const SHOWN = 480; // pixels of the preview
let known; // id of the photo

export function photo() {
  return known;
}

/* Show the photo `id`, or none. */
export async function showPhoto(form, id, text = "") {
  known = id;
  const canvas = form.querySelector("[data-photo-shown]");
  form.querySelector("[data-photo-drop]").hidden = !id;
  form.querySelector("[data-photo-take]").hidden = Boolean(id);
  canvas.hidden = true;
  fill(form, { "photo-text": text });
  const picture = id && (await readOne("photos", id));
  if (!picture || known !== id) return;
  const bitmap = await createImageBitmap(new Blob([picture.data], { type: "image/jpeg" }));
  draw(canvas, bitmap, SHOWN);
  canvas.hidden = false;
  fill(form, { "photo-text": say("photo_taken", { size: Math.ceil(picture.data.byteLength / 1000) }) });
}

/* The rows that follow from it for the visit that is saved: the photo goes out as an item of its own. */
export function photoRows({ id: visit, household }) {
  const before = photosOf(model.rows, visit);
  const isNew = known && !before.some((row) => row.id === known);
  const added = isNew ? [makeRow("photo", model.meta.user.id, { id: known, visit, household })] : [];
  return { added, gone: before.filter((row) => row.id !== known) };
}

/* keep(picture): what stands on the form is put on the disk, with the picture if there is one. */
export function watchPhoto(form, keep) {
  const input = form.querySelector("input[type=file]");
  input.addEventListener("click", () => keep()); // before the camera opens
  input.addEventListener("change", async () => {
    const [file] = input.files;
    input.value = ""; // the same file may be chosen again
    if (!file) return;
    fill(form, { "photo-text": say("photo_shrinking") });
    try {
      const picture = { id: newId(), user: model.meta.user.id, at: new Date().toISOString(), data: await shrink(file) };
      known = picture.id;
      await keep(picture);
      await showPhoto(form, picture.id);
    } catch (error) {
      await showPhoto(form, undefined, say("photo_wrong", { error: error.message }));
    }
  });
  form.querySelector("[data-photo-drop]").addEventListener("click", async () => {
    const id = known;
    await showPhoto(form, undefined);
    await keep();
    if (!model.rows.some((row) => row.id === id)) await dropPicture(id);
    input.focus();
  });
}
