/* What the phone knows, in memory: read once, then changed along with the store. The pages read it and never the database. */
import { list, keep, replace } from "./outbox.js";
import { afterVisits, newHousehold, withKey } from "./overlay.js";
import { readAll, readMeta } from "./store.js";

export const model = { meta: {}, rows: [], foreign: 0, receipts: [], indicators: [], households: new Map() };
let stored = new Map(); // households as the server carried them

export async function load() {
  const [meta, rows, receipts, households] = await Promise.all([readMeta(), list(), readAll("receipts"), readAll("households")]);
  const own = rows.filter((row) => row.user === meta.user?.id);
  Object.assign(model, { meta, receipts, rows: own.sort(byTime), foreign: rows.length - own.length });
  model.indicators = meta.indicators ?? [];
  stored = new Map(households.sort((a, b) => (a.place ?? Infinity) - (b.place ?? Infinity)).map((one) => [one.id, one]));
  for (const row of own) if (row.kind === "household") stored.set(row.id, newHousehold(row.body));
  model.households = new Map([...stored].map(([id, household]) => [id, withKey(household)]));
  for (const row of own) overlay(row.body.household);
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

/* Save rows on the disk first, then show them. Rejects when the disk refused. */
export async function save(rows) {
  await keep(rows);
  for (const row of rows) {
    model.rows = [...model.rows.filter((other) => other.id !== row.id), row];
    if (row.kind === "household") stored.set(row.id, newHousehold(row.body));
    overlay(row.kind === "household" ? row.id : row.body.household);
  }
}

export async function swap(row, rows) {
  await replace(row, rows);
  await load();
}

export function counts() {
  const waiting = model.rows.filter((row) => row.state === "waiting").length;
  const undecided = model.rows.length - waiting;
  const { progress } = model.meta;
  return { confirmed: progress ? progress.confirmed : null, waiting, review: (progress?.review ?? 0) + undecided };
}
