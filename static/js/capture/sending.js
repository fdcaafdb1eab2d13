/* When to send, and what to tell meanwhile. navigator.onLine is not believed: the network is tried. */
import { counts, load, model } from "./model.js";
import { tellForeign, tellUnreadable } from "./notices.js";
import { refreshPage } from "./router.js";
import { sync } from "./send.js";
import { say } from "./texts.js";
import { fill } from "./dom.js";

const FIRST_PAUSE = 5_000; // ms; doubles until LAST_PAUSE while nobody answers
const LAST_PAUSE = 10 * 60_000;
const AGAIN = new Set(["offline", "server", "busy"]);
const channel = window.BroadcastChannel && new BroadcastChannel("tocnscd");
const box = document.querySelector("[data-trouble]");
let pause = FIRST_PAUSE;
let timer;
let isSending = false;
let isWanted = false;

export function showCounts() {
  const { confirmed, waiting, review } = counts();
  const shown = { confirmed: String(confirmed ?? "—"), waiting: String(waiting), review: String(review) };
  fill(document.querySelector(".state-line"), shown);
}

function tell({ state, error }) {
  const isQuiet = state === "done" || state === "busy" || (state === "offline" && !counts().waiting && model.meta.user);
  box.hidden = isQuiet;
  if (!isQuiet) fill(box, { text: say(state, { error }) });
  box.querySelector("[data-sign-in]").hidden = state !== "signin";
}

/* What this tab, another one or the service worker has changed on the phone. */
async function showChanges() {
  await load();
  showCounts();
  tellForeign();
  refreshPage();
}

/* Now, and again later while something could not be sent. One at a time; a wish during it is kept. */
export async function send(options) {
  if (isSending) return void (isWanted = true);
  clearTimeout(timer);
  [isSending, isWanted] = [true, false];
  try {
    const result = await sync(options);
    await showChanges();
    tell(result);
    pause = result.state === "done" ? FIRST_PAUSE : Math.min(pause * 2, LAST_PAUSE);
    if (counts().waiting && AGAIN.has(result.state)) tryAgain();
    channel?.postMessage("changed");
  } catch (error) {
    tellUnreadable(error);
  } finally {
    isSending = false;
  }
  if (isWanted) send();
}

function tryAgain() {
  timer = setTimeout(send, pause * (0.5 + Math.random()));
  // where the browser can, the service worker sends when the network is back, even after this page is gone
  navigator.serviceWorker?.ready.then((worker) => worker.sync?.register("send")).catch(() => {});
}

/* After a save: the page first, then the network. */
export function sendSoon() {
  showCounts();
  pause = FIRST_PAUSE;
  clearTimeout(timer);
  timer = setTimeout(send, 0);
  navigator.storage?.persist?.();
}

export function startSending() {
  window.addEventListener("online", () => send({ force: false }));
  document.addEventListener("visibilitychange", () => document.hidden || send({ force: false }));
  document.addEventListener("click", (event) => event.target.closest("[data-send]") && send());
  channel?.addEventListener("message", showChanges);
  return send();
}
