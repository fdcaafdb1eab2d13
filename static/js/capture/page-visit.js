/* A visit at one household: outcome in one tap, indicators, then Lưu. */
import { dayOf, momentText, shift } from "./days.js";
import { keepPicture } from "./drafts.js";
import { fill, page } from "./dom.js";
import { complain, onSubmit, readIndicators, showIndicators, wholeNumber } from "./form.js";
import { keeper } from "./keeper.js";
import { model, save } from "./model.js";
import { changed, makeRow, newId, photosOf } from "./outbox.js";
import { lastText, placeText } from "./page-home.js";
import { photo, photoRows, showPhoto, watchPhoto } from "./photo.js";
import { clearPosition, position } from "./position.js";
import { goHome, register } from "./router.js";
import { sendSoon } from "./sending.js";
import { say } from "./texts.js";

const root = page("visit");
const form = root.querySelector("form");
const field = form.elements;
const LATER = 10 * 60_000; // ms
const UNKNOWN = { address: "", phone: "", last: null, reached: {}, amounts: {} };
let row; // the item that is edited; none for a new visit
let household;
const BLANK = { outcome: "", people: 1, results: {}, note: "", next_on: null };
const typing = keeper(form, { kind: "visit", id: () => household?.id ?? "", read: typed, photo, isOff: () => Boolean(row) });

register("visit", (what) => {
  row = model.rows.find((one) => one.id === what.row);
  const id = row?.body.household ?? what.household;
  household = model.households.get(id) ?? { ...UNKNOWN, id, name: say("unknown") };
  show(typing.open());
  return household.name;
});

/* The saved item, or what was typed before, or nothing. */
function show(draft) {
  const visit = row?.body ?? draft?.body ?? BLANK;
  form.reset();
  showIndicators(form, model.indicators, household, visit.results);
  field.outcome.value = visit.outcome;
  field.people.value = visit.outcome && visit.outcome !== "met" ? 1 : visit.people;
  field.note.value = visit.note;
  field.next_on.min = dayOf();
  field.next_on.value = visit.next_on ?? "";
  field.visited_at.value = (visit.visited_at || (draft ? whenBegun(draft) : "")).slice(0, 16);
  clearPosition(form, visit.position);
  const picture = draft?.photo ?? (row && photosOf(model.rows, row.id)[0]?.id);
  showPhoto(form, picture);
  const isMore = visit.note || visit.next_on || visit.position || picture || (draft && field.visited_at.value);
  root.querySelector("details[data-more]").open = Boolean(isMore);
  showHead();
  complain(form, "");
  showWhatMatters();
}

/* Somebody who comes back to a form later was at the door when it was begun. */
function whenBegun({ began }) {
  return Date.now() - Date.parse(began) > LATER ? momentText(new Date(began)) : "";
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

/* The form as it stands, half filled or not. */
function typed() {
  const [outcome, note, next_on] = [field.outcome.value, field.note.value, field.next_on.value || null];
  const [people, results] = [wholeNumber(field.people.value), readIndicators(form, model.indicators)];
  return { outcome, people, results, note, next_on, visited_at: field.visited_at.value, position: position() };
}

/* What the server is sent; a key that says nothing is left out. */
function read() {
  const { outcome, people, results, note, next_on, visited_at: time, position: spot } = typed();
  const isMet = outcome === "met";
  const kept = row && time === row.body.visited_at.slice(0, 16);
  const visited_at = kept ? row.body.visited_at : momentText(time ? new Date(time) : new Date());
  const said = isMet ? { people, results } : { people: 0, results: {} };
  const body = { id: row?.id ?? newId(), household: household.id, visited_at, outcome, ...said, note: note.trim() };
  if (next_on) body.next_on = next_on;
  if (spot) body.position = spot;
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
  const { gone, added } = photoRows(body);
  await save([item, ...added], { gone, draft: typing.close() }).catch((error) => {
    typing.open();
    throw error;
  });
  const outcome = say(`outcome_${body.outcome}`).toLowerCase();
  goHome({ saved: say("saved", { name: household.name, outcome }), row: item.id });
  sendSoon();
}

onSubmit(form, store);
form.addEventListener("change", (event) => event.target.name === "outcome" && showWhatMatters());
form.addEventListener("click", (event) => {
  const days = event.target.closest("[data-in-days]")?.dataset.inDays;
  if (!days) return;
  field.next_on.value = shift(dayOf(), Number(days));
  form.dispatchEvent(new Event("change"));
});
form.addEventListener("forgotten", () => show(typing.open()));
watchPhoto(form, (picture) => (row && picture ? keepPicture(picture) : typing.store(picture)));
