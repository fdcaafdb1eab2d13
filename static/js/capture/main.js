/* Entry of the capture page. Everything is read from the phone first; the network comes after what can be seen. */
import { openDoor } from "./door.js";
import { load, model } from "./model.js";
import { tellStorage, tellUnreadable, watchUpdates } from "./notices.js";
import "./page-bulk.js";
import "./page-home.js";
import "./page-household.js";
import "./page-outbox.js";
import "./page-visit.js";
import "./page-rescue.js";
import { sweep } from "./drafts.js";
import { start } from "./router.js";
import { showCounts, startSending } from "./sending.js";
import { putMeta, write } from "./store.js";

const version = new URL(import.meta.url).pathname.split("/").pop().slice(0, 40);

await load().catch(tellUnreadable);
start();
openDoor();
showCounts();
document.documentElement.dataset.ready = "";
watchUpdates();
if (model.meta.version !== version) await write("meta", ({ store }) => putMeta(store, { version }));
await startSending();
document.documentElement.dataset.synced = ""; // the first try is over
tellStorage();
sweep().catch(() => {}); // next time
