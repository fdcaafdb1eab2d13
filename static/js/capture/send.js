/* Sends the outbox. No DOM: the page and the service worker use it alike.

   A lock lets one tab send at a time; the server would sort out two anyway, since every item has its id. Each time the
   account is asked for first: rows go out only under the name of the person who made them, with a fresh CSRF token. */
import { refresh } from "./field.js";
import { ask, meaning, post, postPhoto } from "./net.js";
import { listOf, settle } from "./outbox.js";
import { putMeta, readMeta, readOne, write } from "./store.js";

const MOST = 50; // items of a batch
const FRESH = 10 * 60_000; // ms; younger than that, what the phone carries is not asked for again

/* {state, error}: "done", "busy" (another tab sends), "offline", "server", "signin" or "forbidden". */
export async function sync({ force = true } = {}) {
  const run = () => replay(force).catch(offline);
  if (!navigator.locks) return run();
  return navigator.locks.request("tocnscd-send", { ifAvailable: true }, (lock) => (lock ? run() : { state: "busy" }));
}

function offline(error) {
  if (["VersionError", "QuotaExceededError"].includes(error.name)) throw error; // not the network's fault
  return { state: "offline" };
}

async function replay(force) {
  const meta = await readMeta();
  const rows = meta.user ? await listOf(meta.user.id) : [];
  if (!rows.some(isWaiting)) return force || isOld(meta) ? takeOver(meta) : { state: "done" };
  const session = await ask("/session/");
  if (session.status !== 200) return { state: meaning(session.status), error: session.body.error };
  if (session.body.user.username !== meta.user.username) return takeOver(meta);
  const sent = await sendAll(meta, session.body.csrf_token);
  return sent.state === "done" && (isOld(meta) || !sent.signed) ? refresh() : sent;
}

/* Fetch what this account carries. When another person has signed in, send what that person has on this phone. */
async function takeOver(before) {
  const fetched = await refresh();
  const { user } = await readMeta();
  const other = user && (user.id !== before.user?.id || user.username !== before.user?.username);
  return fetched.state === "done" && other ? replay(false) : fetched;
}

function isWaiting(row) {
  return row.state === "waiting";
}

function isOld(meta) {
  return !meta.fetched || Date.now() - Date.parse(meta.fetched) > FRESH;
}

async function sendAll(meta, token) {
  const passed = new Set(); // what this round cannot bring any further
  let [most, signed] = [MOST, false];
  for (;;) {
    const all = await listOf(meta.user.id);
    const rows = nextBatch(all, passed).slice(0, most);
    if (!rows.length) return { state: "done", signed };
    const isPhoto = rows[0].kind === "photo";
    const answer = await (isPhoto ? sendPhoto(rows[0], token) : sendBatch(rows, all, passed, meta, token));
    if (answer.state === "refused" && rows.length > 1) most = Math.ceil(rows.length / 2);
    else if (answer.state === "refused") await settle(rows, [{ status: "rejected", reason: answer.error }]);
    else if (answer.state !== "done") return answer;
    rows.forEach((row) => answer.state === "done" && passed.add(row.id));
    signed ||= answer.signed;
  }
}

/* Households first, and no visit before the household that was found on the spot. Photos last, one by one, each only
   when the server has its visit. */
function nextBatch(rows, passed) {
  const ready = rows.filter((row) => isWaiting(row) && !passed.has(row.id));
  const households = ready.filter((row) => row.kind === "household");
  if (households.length) return households;
  const here = new Set(rows.map((row) => row.id));
  const visits = ready.filter((row) => row.kind === "visit" && !here.has(row.body.household));
  return visits.length ? visits : ready.filter((row) => row.kind === "photo" && !here.has(row.body.visit)).slice(0, 1);
}

async function sendPhoto(row, token) {
  const picture = await readOne("photos", row.id);
  if (!picture) return { state: "refused" }; // never without the other; and nothing may wait for ever
  const { status, body } = await postPhoto(row.body, picture.data, token);
  if (status !== 200) return { state: meaning(status), error: body.error };
  if (!answers([row], [body.receipt ?? {}])) return { state: "server" };
  await settle([row], [body.receipt]);
  return { state: "done" };
}

async function sendBatch(rows, all, passed, meta, token) {
  const left = all.filter((row) => !rows.includes(row) && row.kind !== "photo");
  const device = { id: meta.device, waiting: left.length, oldest: left[0]?.at ?? null, version: meta.version ?? "" };
  const [bodies, isNew] = [rows.map((row) => row.body), rows[0].kind === "household"];
  const more = left.some((row) => isWaiting(row) && !passed.has(row.id)); // nobody looks at the numbers in between
  const batch = { ...(isNew ? { visits: [], households: bodies } : { visits: bodies }), device, more };
  const { status, body } = await post("/visits/sync/", batch, token);
  if (status !== 200) return { state: meaning(status), error: body.error };
  const receipts = isNew ? body.household_receipts : body.receipts;
  if (!answers(rows, receipts)) return { state: isNew ? "done" : "server" }; // an older server takes no households
  await settle(rows, receipts);
  const values = { sent: new Date().toISOString(), ...(body.progress && { progress: body.progress }) };
  await write("meta", ({ store }) => putMeta(store, values));
  return { state: "done", signed: Boolean(body.progress) };
}

/* A receipt for each item, in order; anything else proves nothing, and the rows stay. */
function answers(rows, receipts) {
  return receipts?.length === rows.length && rows.every((row, place) => row.id === receipts[place].id);
}
