/* The start: which household next and why, the search, and how far the team has come. */
import { dayOf, dayText } from "./days.js";
import { copy, fill, page } from "./dom.js";
import { householdOf } from "./door.js";
import { showAims, showDrafts } from "./standing.js";
import { search } from "./fold.js";
import { model } from "./model.js";
import { nextHouseholds, whyNext } from "./next.js";
import { register } from "./router.js";
import { say } from "./texts.js";

const SHOWN = 8;
const FOUND = 20;
const root = page("home");
const query = root.querySelector("[name=q]");

export function reasonText(reason) {
  return reason ? say(reason.key, { day: dayText(reason.day), name: reason.name }) : "";
}

/* "Ấp 1 · số 12 đường lộ": the hamlet only where there are several. */
export function placeText(household) {
  const area = (model.meta.areas?.length ?? 0) > 1 ? model.meta.areas.find((one) => one.id === household.area)?.label : "";
  return [area, household.address].filter(Boolean).join(" · ");
}

export function suggestions(limit) {
  const first = model.indicators[0];
  return nextHouseholds([...model.households.values()], { today: dayOf(), first, limit });
}

export function lastText(household) {
  if (!household.last) return say("never");
  return say("last", { day: dayText(household.last), outcome: say(`outcome_${household.outcome}`).toLowerCase() });
}

function line({ household, reason }) {
  const item = copy("household-line");
  item.querySelector("a").dataset.household = household.id;
  const why = reasonText(reason ?? whyNext(household, dayOf(), model.indicators[0])) || lastText(household);
  return fill(item, { name: household.name, place: placeText(household), why });
}

function showSaved(text, id) {
  const notice = root.querySelector("[data-saved]");
  notice.hidden = !text;
  fill(notice, { text: text ?? "" });
  const edit = notice.querySelector("[data-edit]");
  edit.hidden = !id;
  const isHere = model.rows.some((row) => row.id === id);
  if (isHere) Object.assign(edit.dataset, { go: "visit", row: id });
  else delete edit.dataset.go; // sent: it is corrected on the server's page
  edit.href = isHere ? location.pathname : `/visits/${id}/edit/`;
}

/* How far the team has come, in the numbers of the server. */
function showReach() {
  showAims(root.querySelector("[data-aims]"));
  const { progress } = model.meta;
  const box = root.querySelector("[data-reach]");
  box.hidden = !progress?.households;
  if (box.hidden) return;
  fill(box, { text: say("reach", { met: progress.households_met, all: progress.households }) });
  box.querySelector("progress").value = progress.households_met / progress.households;
}

function showNext(found) {
  const button = root.querySelector("[data-next-first]");
  button.hidden = !found.length;
  if (!found.length) return;
  button.dataset.household = found[0].household.id;
  fill(button, { text: say("next", { name: found[0].household.name }) });
}

function showList() {
  const next = suggestions(SHOWN);
  const text = query.value.trim();
  const coded = householdOf(text);
  const found = coded ? [coded] : search(model.households.values(), text, FOUND);
  const shown = text ? found.map((household) => ({ household })) : next;
  root.querySelector("[data-list]").replaceChildren(...shown.map(line));
  root.querySelector("[data-list-title]").hidden = Boolean(text);
  fill(root, { count: text ? say("found", { count: shown.length }) : "" });
  root.querySelector("[data-nothing]").hidden = Boolean(text || shown.length || !model.households.size);
  showNext(next);
}

register("home", ({ saved, row }) => {
  showSaved(saved, row);
  showDrafts(root.querySelector("[data-drafts]"));
  showReach();
  showList();
  const isEmpty = !model.meta.user;
  root.querySelector("[data-first]").hidden = !isEmpty;
  root.querySelector("[data-work]").hidden = isEmpty;
  return say("home");
});

query.addEventListener("input", showList);
query.form.addEventListener("submit", (event) => {
  event.preventDefault();
  query.blur(); // the keyboard makes room for what was found
});
