/* The visits, new households and photos that no receipt has answered yet. No DOM, no network. */
import { afterVisit, newHousehold } from "./overlay.js";
import { readAll, readMeta, write } from "./store.js";

export const FILED = new Set(["accepted", "already", "review"]); // the server has it: the row may leave
const KEPT_RECEIPTS = 200;

export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16)); // browsers before 2022
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
}

export function makeRow(kind, user, body) {
  return { id: body.id, kind, user, state: "waiting", reason: null, rev: 1, at: new Date().toISOString(), body };
}

/* All or nothing: rows to keep, rows that go, and the draft in which they were typed. */
export function keep(rows, gone = [], draft = undefined) {
  return write(["outbox", "photos", "drafts"], async (transaction) => {
    const outbox = transaction.objectStore("outbox");
    await Promise.all(gone.map((row) => remove(transaction, row)));
    await Promise.all(rows.map((row) => outbox.put(row)));
    if (draft) await transaction.objectStore("drafts").delete(draft.key);
  });
}

/* A row, and the picture of a photo. */
function remove(transaction, { id, kind }) {
  const picture = kind === "photo" && transaction.objectStore("photos").delete(id);
  return Promise.all([transaction.objectStore("outbox").delete(id), picture]);
}

/* The same item with another content: it waits again, and a receipt for the content before does not remove it. */
export function changed(row, body) {
  return { ...row, body: { ...body, id: row.id }, state: "waiting", reason: null, rev: row.rev + 1 };
}

/* The content under a new id, for an item whose id the server knows with another one. */
export function anew(row, reason) {
  const note = [row.body.note, reason].filter(Boolean).join("\n");
  return makeRow(row.kind, row.user, { ...row.body, id: newId(), note });
}

/* The photos that go out after this visit. */
export function photosOf(rows, visit) {
  return rows.filter((row) => row.kind === "photo" && row.body.visit === visit);
}

export function list() {
  return readAll("outbox");
}

/* Everything of `user`, the oldest first. */
export async function listOf(user) {
  const rows = (await list()).filter((row) => row.user === user);
  return rows.sort((a, b) => (a.at < b.at ? -1 : 1));
}

/* One receipt for each row sent. In one transaction: a row leaves, and what it said about its household stays known. */
export async function settle(rows, receipts) {
  const indicators = new Map(((await readMeta()).indicators ?? []).map((one) => [one.code, one]));
  return write(["outbox", "receipts", "households", "photos"], async (transaction) => {
    for (const [place, row] of rows.entries()) await settleOne(transaction, row, receipts[place], indicators);
    const known = await transaction.objectStore("receipts").getAll();
    const tooOld = known.sort((a, b) => (a.at < b.at ? 1 : -1)).slice(KEPT_RECEIPTS);
    await Promise.all(tooOld.map((receipt) => transaction.objectStore("receipts").delete(receipt.id)));
  });
}

async function settleOne(transaction, row, { status, reason }, indicators) {
  const outbox = transaction.objectStore("outbox");
  const now = await outbox.get(row.id);
  if (!now || now.rev !== row.rev) return; // removed or edited on the phone meanwhile: it is asked about again
  if (!FILED.has(status)) return outbox.put({ ...now, state: status, reason });
  await remove(transaction, row);
  const { id, kind, user, body } = row;
  const { household, outcome } = body;
  const receipt = { id, kind, user, status, reason, at: new Date().toISOString(), household, outcome };
  await transaction.objectStore("receipts").put(receipt);
  const households = transaction.objectStore("households");
  if (kind === "photo") return;
  if (kind === "household") return households.put(newHousehold(row.body));
  const known = await households.get(household);
  return known && households.put(afterVisit(known, row.body, indicators));
}
