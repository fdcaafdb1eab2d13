/* A visit at one household: outcome in one tap, indicators, then Lưu. */
import { dayOf, momentText, shift } from "./days.js";
import { fill, page } from "./dom.js";
import { complain, onSubmit, readIndicators, showIndicators, wholeNumber } from "./form.js";
import { model, save } from "./model.js";
import { changed, makeRow, newId } from "./outbox.js";
import { lastText, placeText } from "./page-home.js";
import { clearPosition, position } from "./position.js";
import { goHome, register } from "./router.js";
import { sendSoon } from "./sending.js";
import { say } from "./texts.js";

const root = page("visit");
const form = root.querySelector("form");
const field = form.elements;
let row; // the item that is edited; none for a new visit
let household;

register("visit", (what) => {
  row = model.rows.find((one) => one.id === what.row);
  household = model.households.get(row?.body.household ?? what.household) ?? unknownHousehold(row);
  const visit = row?.body ?? { outcome: "", people: 1, results: {}, note: "", next_on: null };
  form.reset();
  showIndicators(form, model.indicators, household, visit.results);
  field.outcome.value = visit.outcome;
  field.people.value = visit.outcome && visit.outcome !== "met" ? 1 : visit.people;
  field.note.value = visit.note;
  field.next_on.min = dayOf();
  field.next_on.value = visit.next_on ?? "";
  field.visited_at.value = (visit.visited_at ?? "").slice(0, 16);
  clearPosition(form, visit.position);
  root.querySelector("details[data-more]").open = Boolean(visit.note || visit.next_on || visit.position);
  showHead();
  complain(form, "");
  showWhatMatters();
  return household.name;
});

function unknownHousehold(of) {
  return { id: of?.body.household, name: say("unknown"), address: "", phone: "", last: null, reached: {}, amounts: {} };
}

function showHead() {
  fill(root, { place: placeText(household), last: lastText(household) });
  const call = root.querySelector("[data-call]");
  call.hidden = !household.phone;
  call.href = `tel:${household.phone}`;
  fill(call, { phone: household.phone });
}

function showWhatMatters() {
  root.querySelector("[data-when-met]").hidden = field.outcome.value !== "met";
}

/* What the server is sent; a key that says nothing is left out. */
function read() {
  const isMet = field.outcome.value === "met";
  const typed = field.visited_at.value;
  const kept = row && typed === row.body.visited_at.slice(0, 16);
  const body = {
    id: row?.id ?? newId(),
    household: household.id,
    visited_at: kept ? row.body.visited_at : momentText(typed ? new Date(typed) : new Date()),
    outcome: field.outcome.value,
    people: isMet ? wholeNumber(field.people.value) : 0,
    results: isMet ? readIndicators(form, model.indicators) : {},
    note: field.note.value.trim(),
  };
  if (field.next_on.value) body.next_on = field.next_on.value;
  if (position()) body.position = position();
  return body;
}

function problem() {
  if (!field.outcome.value) return complain(form, say("choose_outcome"), field.outcome[0]);
  const typed = field.visited_at.value;
  const isWrong = field.visited_at.validity.badInput || (typed && !(new Date(typed) <= new Date()));
  return isWrong && complain(form, say("time_wrong"), field.visited_at);
}

async function store() {
  if (problem()) return;
  const body = read();
  const item = row ? changed(row, body) : makeRow("visit", model.meta.user.id, body);
  await save([item]);
  const outcome = say(`outcome_${body.outcome}`).toLowerCase();
  goHome({ saved: say("saved", { name: household.name, outcome }), row: item.id });
  sendSoon();
}

onSubmit(form, store);
form.addEventListener("change", (event) => event.target.name === "outcome" && showWhatMatters());
form.addEventListener("click", (event) => {
  const days = event.target.closest("[data-in-days]")?.dataset.inDays;
  if (days) field.next_on.value = shift(dayOf(), Number(days));
});
