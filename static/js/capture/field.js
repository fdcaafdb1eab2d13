/* Fetches what a member needs in the yard. No DOM. Who is signed in follows from the answer: 304 means the same account. */
import { newId } from "./outbox.js";
import { ask, meaning } from "./net.js";
import { putMeta, readMeta, write } from "./store.js";

export async function refresh() {
  const known = await readMeta();
  const answer = await ask("/visits/field/", { headers: known.etag ? { "If-None-Match": known.etag } : {} });
  const fetched = new Date().toISOString();
  if (answer.status === 304) await write("meta", ({ store }) => putMeta(store, { fetched }));
  if (answer.status === 200) await take({ ...answer.body, etag: answer.etag, fetched }, known);
  return { state: meaning(answer.status), error: answer.body?.error };
}

function take({ households, user, ...rest }, known) {
  const values = { user, etag: rest.etag, fetched: rest.fetched, areas: rest.areas, indicators: rest.indicators };
  Object.assign(values, { targets: rest.targets, progress: rest.progress, rescue: rest.rescue, device: known.device ?? newId() });
  return write(["meta", "households", "receipts"], async (transaction) => {
    const store = transaction.objectStore("households");
    store.clear();
    households.forEach((household, place) => store.put({ ...household, place }));
    if (known.user && known.user.id !== user.id) transaction.objectStore("receipts").clear();
    await putMeta(transaction.objectStore("meta"), values);
  });
}
