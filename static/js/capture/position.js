/* Where the visit is, asked of the phone only when a person taps for it. Four decimals: some ten metres. */
import { fill } from "./dom.js";
import { say } from "./texts.js";

let known;

export function position() {
  return known;
}

export function clearPosition(form, kept = null) {
  known = kept;
  show(form, kept ? say("position", { metres: kept.accuracy ?? "—" }) : "");
}

function show(form, text) {
  fill(form, { "position-text": text });
  form.querySelector("[data-position=ask]").hidden = Boolean(known);
  form.querySelector("[data-position=drop]").hidden = !known;
}

function take(form, { coords }) {
  const round = (degrees) => Math.round(degrees * 10_000) / 10_000;
  clearPosition(form, { lat: round(coords.latitude), lon: round(coords.longitude), accuracy: Math.round(coords.accuracy) });
  form.dispatchEvent(new Event("change"));
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-position]");
  if (!button) return;
  if (button.dataset.position === "drop") {
    clearPosition(button.form);
    return button.form.dispatchEvent(new Event("change"));
  }
  const refused = () => show(button.form, say("no_position"));
  if (!navigator.geolocation) return refused();
  const options = { enableHighAccuracy: true, timeout: 20_000, maximumAge: 60_000 };
  navigator.geolocation.getCurrentPosition((found) => take(button.form, found), refused, options);
});
