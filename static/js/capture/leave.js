/* What signing out means for the phone. No DOM. */
import { listOf } from "./outbox.js";
import { sync } from "./send.js";
import { readAll, readMeta, wipe } from "./store.js";

const PATIENCE = 8_000; // ms for a last try to send; the person is waiting

function own() {
  return readMeta().then(({ user }) => (user ? listOf(user.id) : []));
}

/* What of this account would be lost, after a last try to send it: {rows, photos, drafts}, how many of each. */
export async function unsent() {
  if ((await own()).length) {
    await Promise.race([sync({ force: false }), new Promise((done) => setTimeout(done, PATIENCE))]);
  }
  const [{ user }, rows, drafts] = await Promise.all([readMeta(), own(), readAll("drafts")]);
  const photos = rows.filter((row) => row.kind === "photo").length;
  return { rows: rows.length - photos, photos, drafts: drafts.filter((draft) => draft.user === user?.id).length };
}

export async function forget() {
  const { user } = await readMeta();
  await wipe(user?.id);
  window.BroadcastChannel && new BroadcastChannel("tocnscd").postMessage("changed");
}
