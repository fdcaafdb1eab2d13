/* Which part of the page is shown. The browser's back button works; the address stays the same and names nobody. */
import { page } from "./dom.js";

const pages = new Map();
let current;
let isPressed = false;
let isStale = false;

/* enter(what) fills the part before it is shown and gives its heading. */
export function register(name, enter) {
  pages.set(name, enter);
}

export function go(name, what = {}, { back = false } = {}) {
  const state = { name, what };
  if (back || current?.name === name) history.replaceState(state, "");
  else history.pushState(state, "");
  show(state);
}

/* Home is the ground of the history: leaving a page for it goes back, so that "back" on the phone never opens a saved form. */
export function goHome(what = {}) {
  go("home", what, { back: true });
}

/* Fill the part anew that is shown; only where nothing typed could be lost. Not while a button is pressed: the line under
   the pointer would be another one when it is let go, and the click lost. */
export function refreshPage() {
  isStale = isPressed;
  if (isStale) return;
  if (["home", "outbox"].includes(current?.name)) show(current, true);
}

function press({ type, isPrimary }) {
  if (!isPrimary) return;
  isPressed = type === "pointerdown";
  if (isStale && !isPressed) setTimeout(refreshPage, 0); // after the click
}

function show(state, again = false) {
  if (!again) document.dispatchEvent(new Event("leaving"));
  const heading = pages.get(state.name)(state.what);
  current = state;
  for (const section of document.querySelectorAll("[data-page]")) section.hidden = section !== page(state.name);
  document.querySelector("[data-back]").hidden = state.name === "home";
  document.querySelector("[data-up]").hidden = state.name !== "home";
  const title = document.querySelector("h1");
  title.textContent = heading;
  if (again) return;
  title.focus({ preventScroll: true });
  window.scrollTo(0, 0);
}

export function start() {
  window.addEventListener("popstate", (event) => show(event.state ?? { name: "home", what: {} }));
  for (const type of ["pointerdown", "pointerup", "pointercancel"]) document.addEventListener(type, press);
  document.querySelector("[data-back]").addEventListener("click", () => goHome());
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-go]");
    if (!link) return;
    event.preventDefault();
    go(link.dataset.go, { ...link.dataset });
  });
  history.replaceState({ name: "home", what: {} }, "");
  show(history.state);
}
