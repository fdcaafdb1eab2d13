/* What the phone keeps, in IndexedDB. idb (ISC, 1 KB) gives its requests promises, so that a transaction reads top to bottom.

   meta        user, etag, areas, indicators, targets, progress, rescue (key and ticket), fetched (when), sent (when),
               device (id of this phone), version (of the page)
   households  as GET /visits/field/ carries them, with what was sent since
   outbox      {id, kind: "visit"|"household"|"photo", user, state, reason, rev, at, body}; body is what the server is sent,
               of a photo {id, visit, household, size}
   receipts    {id, kind, user, status, reason, at, household, outcome}: the last ones, for the list on the phone
   photos      {id, user, at, data}: the JPEG of a row of the outbox, or of a draft
   drafts      {key, user, kind: "visit"|"household"|"bulk", id, began, at, body, photo}: forms that nobody has saved yet

   A step below is never changed: phones come from every one of them, with visits in their outbox. */
import { openDB } from "idb";

export const NAME = "tocnscd";
const STEPS = [
  (db) => {
    db.createObjectStore("meta");
    db.createObjectStore("households", { keyPath: "id" });
    db.createObjectStore("outbox", { keyPath: "id" });
  },
  (db) => db.createObjectStore("receipts", { keyPath: "id" }),
  (db) => {
    db.createObjectStore("photos", { keyPath: "id" });
    db.createObjectStore("drafts", { keyPath: "key" });
  },
];

let opened;

export function open() {
  opened ??= openDB(NAME, STEPS.length, {
    upgrade: (db, from) => STEPS.slice(from).forEach((step) => step(db)),
    blocking: close, // a newer version of the page waits in another tab
    terminated: () => (opened = undefined),
  }).catch((error) => {
    opened = undefined;
    throw error;
  });
  return opened;
}

async function close() {
  const db = await opened;
  opened = undefined;
  db?.close();
}

/* "strict": the promise comes back when the rows are on the disk, not in a buffer that a dying phone loses. */
export async function write(stores, change) {
  const db = await open();
  const transaction = db.transaction(stores, "readwrite", { durability: "strict" });
  const [result] = await Promise.all([change(transaction), transaction.done]);
  return result;
}

export async function readAll(store) {
  return (await open()).getAll(store);
}

export async function readOne(store, key) {
  return (await open()).get(store, key);
}

export async function readMeta() {
  const db = await open();
  const transaction = db.transaction("meta");
  const [keys, values] = await Promise.all([transaction.store.getAllKeys(), transaction.store.getAll()]);
  return Object.fromEntries(keys.map((key, place) => [key, values[place]]));
}

export function putMeta(store, values) {
  return Promise.all(Object.entries(values).map(([key, value]) => store.put(value, key)));
}

/* Everything personal of the person who leaves; what waits under another account stays for its owner. */
export function wipe(user) {
  return write(["meta", "households", "outbox", "receipts", "photos", "drafts"], async (transaction) => {
    const device = await transaction.objectStore("meta").get("device");
    for (const name of ["outbox", "photos", "drafts"]) {
      const store = transaction.objectStore(name);
      const own = (await store.getAll()).filter((row) => row.user === user);
      await Promise.all(own.map((row) => store.delete(row[store.keyPath])));
    }
    await Promise.all([
      ...["meta", "households", "receipts"].map((name) => transaction.objectStore(name).clear()),
    ]);
    if (device) await transaction.objectStore("meta").put(device, "device");
  });
}
