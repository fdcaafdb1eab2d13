/* <input type="number" data-stepper> gets a − and a + button that keep to min, max and step. Without JavaScript it stays a
   number field. The buttons and their words are <template id="stepper-template"> in base.html. */

export function enhanceSteppers(root = document) {
  for (const input of root.querySelectorAll("input[data-stepper]:not([data-stepper-ready])")) enhance(input);
}

function enhance(input) {
  const template = document.getElementById("stepper-template");
  if (!template) return;
  const box = template.content.firstElementChild.cloneNode(true);
  const name = input.labels?.[0]?.textContent.trim() || input.getAttribute("aria-label") || "";
  for (const button of box.querySelectorAll("[data-step]")) {
    button.setAttribute("aria-label", `${button.getAttribute("aria-label")}: ${name}`);
  }
  input.dataset.stepperReady = "";
  input.replaceWith(box);
  box.querySelector("slot").replaceWith(input);
  showLimits(box, input);
}

function bound(input, name, otherwise) {
  return input[name] === "" ? otherwise : Number(input[name]);
}

function move(input, direction) {
  const step = Number(input.step) || 1;
  const wanted = (Number(input.value) || 0) + direction * step;
  const value = Math.min(Math.max(wanted, bound(input, "min", 0)), bound(input, "max", Infinity));
  if (String(value) === input.value) return;
  input.value = value;
  input.dispatchEvent(new Event("input", { bubbles: true }));
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

/* aria-disabled, not disabled: the finger or the focus stays where it is. */
function showLimits(box, input) {
  const value = Number(input.value) || 0;
  const [minus, plus] = box.querySelectorAll("[data-step]");
  minus.setAttribute("aria-disabled", String(value <= bound(input, "min", 0)));
  plus.setAttribute("aria-disabled", String(value >= bound(input, "max", Infinity)));
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-step]");
  if (!button) return;
  move(button.parentElement.querySelector("input"), Number(button.dataset.step));
});

document.addEventListener("input", (event) => {
  const box = event.target.closest?.(".stepper");
  if (box) showLimits(box, event.target);
});

document.addEventListener("htmx:load", (event) => enhanceSteppers(event.target));
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => enhanceSteppers());
else enhanceSteppers();
