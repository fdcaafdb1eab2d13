/* What signing out means for the phone. No DOM. */
import { listOf } from "./outbox.js";
import { sync } from "./send.js";
import { readMeta, wipe } from "./store.js";

const PATIENCE = 8_000; // ms for a last try to send; the person is waiting

function own() {
  return readMeta().then(({ user }) => (user ? listOf(user.id) : []));
}

/* How many visits of this account would be lost, after a last try to send them. */
export async function unsent() {
  if (!(await own()).length) return 0;
  await Promise.race([sync({ force: false }), new Promise((done) => setTimeout(done, PATIENCE))]);
  return (await own()).length;
}

export async function forget() {
  const { user } = await readMeta();
  await wipe(user?.id);
  window.BroadcastChannel && new BroadcastChannel("tocnscd").postMessage("changed");
}
