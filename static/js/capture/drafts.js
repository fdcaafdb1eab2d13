/* Forms that are half filled: kept on the disk while somebody types, gone with the save. No DOM, no network: nothing here
   is ever sent. A draft carries its account, and the id of the photo that was taken for it. */
import { readAll, write } from "./store.js";

const FORGOTTEN = 24 * 3_600_000; // ms after which a picture that belongs to nothing is thrown away

export function draftKey(user, kind, id = "") {
  return `${user} ${kind} ${id}`;
}

export function keepDraft(draft, picture) {
  return write(["drafts", "photos"], async (transaction) => {
    if (picture) await transaction.objectStore("photos").put(picture);
    await transaction.objectStore("drafts").put(draft);
  });
}

export function dropDraft({ key, photo }) {
  return write(["drafts", "photos"], async (transaction) => {
    await transaction.objectStore("drafts").delete(key);
    if (photo) await transaction.objectStore("photos").delete(photo);
  });
}

/* While a saved visit is corrected, which keeps no draft. */
export function keepPicture(picture) {
  return write("photos", ({ store }) => store.put(picture));
}

export function dropPicture(id) {
  return write("photos", ({ store }) => store.delete(id));
}

/* Pictures that were taken and then not kept, such as while a saved visit was corrected and the browser died. */
export async function sweep() {
  const [pictures, rows, drafts] = await Promise.all(["photos", "outbox", "drafts"].map(readAll));
  const needed = new Set([...rows.map((row) => row.id), ...drafts.map((draft) => draft.photo)]);
  const old = pictures.filter(({ id, at }) => !needed.has(id) && Date.now() - Date.parse(at) > FORGOTTEN);
  if (old.length) await write("photos", ({ store }) => Promise.all(old.map(({ id }) => store.delete(id))));
}
