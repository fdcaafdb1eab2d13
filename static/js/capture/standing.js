/* Two parts of the start page: forms that were begun and not saved, and what the team has to reach. */
import { timeText } from "./days.js";
import { copy, fill } from "./dom.js";
import { model } from "./model.js";
import { say } from "./texts.js";

const BEHIND = new Set(["behind", "late"]);

export function showDrafts(box) {
  const lines = [...model.drafts.values()].sort((a, b) => (a.at < b.at ? 1 : -1)).map(draftLine);
  box.hidden = !lines.length;
  box.querySelector("ul").replaceChildren(...lines);
}

function draftLine({ kind, id, at, body }) {
  const item = copy("household-line");
  Object.assign(item.querySelector("a").dataset, { go: kind, household: id });
  const names = { visit: () => model.households.get(id)?.name ?? say("unknown"), bulk: () => say("bulk") };
  const name = names[kind]?.() ?? (body.head_name || say("new_household"));
  return fill(item, { name, place: "", why: say("begun", { time: timeText(new Date(at)) }) });
}

/* In the words of the server (visits/aims.py), as it last signed them. */
export function showAims(box) {
  const aims = model.meta.targets ?? [];
  const isSeveral = new Set(aims.map((aim) => aim.place)).size > 1;
  box.hidden = !aims.length;
  if (box.hidden) return;
  const behind = aims.filter((aim) => BEHIND.has(aim.state)).length;
  fill(box, { title: say(behind ? "aims_behind" : "aims", { count: aims.length, behind }) });
  box.querySelector(".aims").replaceChildren(...aims.map((aim) => aimLine(aim, isSeveral)));
}

function aimLine({ place, name, unit, reached, goal, due, percent, state, word }, isSeveral) {
  const title = isSeveral ? `${name} · ${place}` : name;
  const item = fill(copy("aim-line"), { name: title, numbers: `${reached} / ${goal} ${unit}`, due, word });
  item.dataset.state = state;
  item.querySelector("progress").value = percent / 100;
  item.querySelector("progress").setAttribute("aria-label", title);
  return item;
}
