/* What the phone knows, in memory: read once, then changed along with the store. The pages read it and never the database. */
import { dropDraft, keepDraft } from "./drafts.js";
import { list, keep } from "./outbox.js";
import { afterVisits, newHousehold, withKey } from "./overlay.js";
import { readAll, readMeta } from "./store.js";

export const model = { meta: {}, rows: [], foreign: 0, receipts: [], indicators: [], households: new Map(), drafts: new Map() };
let stored = new Map(); // households as the server carried them
let changes = 0; // what the person saved or typed so far

export async function load() {
  const before = changes;
  const stores = [list(), ...["receipts", "households", "drafts"].map(readAll)];
  const [meta, rows, receipts, households, drafts] = await Promise.all([readMeta(), ...stores]);
  if (before !== changes) return load(); // what was read is older than what is known
  const own = rows.filter((row) => row.user === meta.user?.id);
  Object.assign(model, { meta, receipts, rows: own.sort(byTime), foreign: rows.length - own.length });
  model.drafts = new Map(drafts.filter((draft) => draft.user === meta.user?.id).map((draft) => [draft.key, draft]));
  model.indicators = meta.indicators ?? [];
  stored = new Map(households.sort((a, b) => (a.place ?? Infinity) - (b.place ?? Infinity)).map((one) => [one.id, one]));
  for (const row of own) if (row.kind === "household") stored.set(row.id, newHousehold(row.body));
  model.households = new Map([...stored].map(([id, household]) => [id, withKey(household)]));
  for (const row of own) if (row.kind === "visit") overlay(row.body.household);
}

function byTime(a, b) {
  return a.at < b.at ? -1 : 1;
}

function overlay(id) {
  const household = stored.get(id);
  if (!household) return;
  const visits = model.rows.filter((row) => row.kind === "visit" && row.body.household === id).map((row) => row.body);
  const known = new Map(model.indicators.map((one) => [one.code, one]));
  model.households.set(id, withKey(afterVisits(household, visits, known)));
}

/* Save rows on the disk first, then show them; `gone` and the draft they come from leave with it. Rejects when the disk
   refused. */
export async function save(rows, { gone = [], draft } = {}) {
  await keep(rows, gone, draft);
  changes += 1;
  if (draft) model.drafts.delete(draft.key);
  const other = new Set([...rows, ...gone].map((row) => row.id));
  model.rows = [...model.rows.filter((row) => !other.has(row.id)), ...rows];
  for (const row of rows) {
    if (row.kind === "household") stored.set(row.id, newHousehold(row.body));
    if (row.kind !== "photo") overlay(row.kind === "household" ? row.id : row.body.household);
  }
}

/* What was decided about rows that the server did not take. */
export async function swap(gone, rows) {
  await keep(rows, gone);
  await load();
}

export async function saveDraft(draft, picture) {
  changes += 1;
  model.drafts.set(draft.key, draft);
  await keepDraft(draft, picture);
}

export async function forgetDraft(draft) {
  changes += 1;
  model.drafts.delete(draft.key);
  await dropDraft(draft);
}

export function counts() {
  const waiting = model.rows.filter((row) => row.state === "waiting").length;
  const undecided = model.rows.length - waiting;
  const { progress } = model.meta;
  return { confirmed: progress ? progress.confirmed : null, waiting, review: (progress?.review ?? 0) + undecided };
}
