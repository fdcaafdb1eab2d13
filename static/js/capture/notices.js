/* What a person should know about this phone: memory, another account's visits, a new version. */
import { fill } from "./dom.js";
import { model } from "./model.js";
import { say } from "./texts.js";

const NEARLY_FULL = 0.8;

function tell(name, text) {
  const box = document.querySelector(`[data-notice="${name}"]`);
  box.hidden = !text;
  fill(box, { text });
}

/* An older page beside a newer one, or a private window. Nothing more can be done here. */
export function tellUnreadable(error) {
  const box = document.querySelector("[data-trouble]");
  box.hidden = false;
  fill(box, { text: say("unreadable", { error: error.message }) });
  box.querySelector("[data-online]").hidden = false;
  throw error;
}

export function tellForeign() {
  tell("foreign", model.foreign ? say("foreign", { count: model.foreign }) : "");
}

export async function tellStorage() {
  if (!navigator.storage?.estimate) return;
  const [{ usage, quota }, kept] = await Promise.all([navigator.storage.estimate(), navigator.storage.persisted()]);
  const full = usage / quota;
  if (full > NEARLY_FULL) return tell("storage", say("nearly_full", { percent: Math.round(full * 100) }));
  tell("storage", !kept && model.rows.length ? say("not_persistent") : "");
}

/* A new version waits until the person says so: nobody loses a form that is half filled, and the outbox is not touched. */
export async function watchUpdates() {
  if (!navigator.serviceWorker) return;
  const worker = await navigator.serviceWorker.register("/sw.js");
  const box = document.querySelector('[data-notice="update"]');
  const offer = () => (box.hidden = !(worker.waiting && navigator.serviceWorker.controller));
  worker.addEventListener("updatefound", () => worker.installing?.addEventListener("statechange", offer));
  offer();
  document.querySelector("[data-update]").addEventListener("click", () => {
    navigator.serviceWorker.addEventListener("controllerchange", () => location.reload());
    worker.waiting?.postMessage("take over");
  });
}
