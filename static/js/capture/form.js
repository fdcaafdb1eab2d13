/* The rows of indicators: a switch for what a household reaches once, − 0 + for what is counted. */
import { enhanceSteppers } from "../stepper.js";
import { dayText } from "./days.js";
import { copy, fill } from "./dom.js";
import { say } from "./texts.js";

const FIRST_ASKED = 7; // as on the site (visits/progress.py)

function hintFor(indicator, household) {
  const since = household.reached[indicator.code];
  if (!since) return "";
  if (indicator.kind === "household") return say("since", { day: dayText(since) });
  return say("amount", { amount: household.amounts[indicator.code], unit: indicator.unit });
}

function rowFor(indicator, household, results) {
  const isSwitch = indicator.kind === "household";
  const row = fill(copy(isSwitch ? "toggle-row" : "count-row"), { label: indicator.short, hint: hintFor(indicator, household) });
  const input = row.querySelector("input");
  input.name = `r_${indicator.code}`;
  input.id = `r-${indicator.code}`;
  row.querySelector("label:not(.toggle)")?.setAttribute("for", input.id);
  if (isSwitch) input.checked = Boolean(results[indicator.code]);
  else input.max = indicator.most;
  if (!isSwitch) input.value = results[indicator.code] ?? "";
  return row;
}

export function showIndicators(form, indicators, household, results) {
  const rows = indicators.map((indicator) => rowFor(indicator, household, results));
  form.querySelector("[data-first-rows]").replaceChildren(...rows.slice(0, FIRST_ASKED));
  const others = form.querySelector("[data-other-rows]");
  others.replaceChildren(...rows.slice(FIRST_ASKED));
  others.parentElement.hidden = rows.length <= FIRST_ASKED;
  others.parentElement.open = indicators.slice(FIRST_ASKED).some((one) => results[one.code]);
  enhanceSteppers(form);
}

/* {code: n}, without zeros, as the server keeps it. */
export function readIndicators(form, indicators) {
  const said = indicators.map(({ code, kind }) => {
    const input = form.elements[`r_${code}`];
    return [code, kind === "household" ? Number(input.checked) : wholeNumber(input.value)];
  });
  return Object.fromEntries(said.filter(([, quantity]) => quantity > 0));
}

export function wholeNumber(text) {
  return Math.max(0, Math.trunc(Number(text) || 0));
}

/* A sentence beside what is missing; the focus goes there. Without a sentence the old one goes. */
export function complain(form, text, input) {
  const box = form.querySelector("[data-problem]");
  box.hidden = !text;
  fill(box, { text });
  if (!text) return false;
  box.scrollIntoView({ block: "center" });
  input?.focus({ preventScroll: true });
  return true;
}

/* One item for one tap, also for the nervous double one on a slow phone. What the disk refused is said, and the form stays. */
export function onSubmit(form, store) {
  let isBusy = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (isBusy) return;
    isBusy = true;
    try {
      await store();
    } catch (error) {
      complain(form, say("broken", { error: error.message }));
    } finally {
      isBusy = false;
    }
  });
}
