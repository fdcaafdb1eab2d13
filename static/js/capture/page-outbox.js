/* Every visit on this phone with its state; what needs a decision says which and offers it. */
import { dayText, timeText } from "./days.js";
import { copy, fill, page, part } from "./dom.js";
import { model, swap } from "./model.js";
import { anew, changed, photosOf } from "./outbox.js";
import { register } from "./router.js";
import { sendSoon } from "./sending.js";
import { say } from "./texts.js";

const LATEST = 20; // receipts shown
const PILL = { waiting: "neutral", accepted: "reached", already: "reached", review: "behind", conflict: "late", rejected: "late" };
const EITHER = ["edit", "drop"];
const CHOICES = {
  visit: { waiting: EITHER, rejected: EITHER, conflict: ["mine", "theirs", "both"] },
  household: { waiting: ["edit"], rejected: EITHER, conflict: ["theirs"] },
  photo: { waiting: ["drop"], rejected: ["drop"] },
};
const root = page("outbox");

function stateLine(item, { id, state, reason, title, when }) {
  const line = fill(copy("outbox-line"), { name: title, when, reason: reason ?? "" });
  const pill = part(line, "state");
  pill.append(copy(`icon-${PILL[state]}`), say(state));
  pill.classList.add(`pill-${PILL[state]}`);
  const offered = item ? CHOICES[item.kind][state] : [];
  for (const button of line.querySelectorAll("[data-choice]")) {
    button.hidden = !offered.includes(button.dataset.choice);
    button.dataset.row = id;
    if (button.dataset.choice === "edit") button.dataset.go = item?.kind ?? "";
  }
  return line;
}

function nameOf(id) {
  return model.households.get(id)?.name ?? say("unknown");
}

/* "Vắng nhà", "Hộ mới", "Ảnh hoạt động"; receipts of an older version say no kind. */
function whatIs(kind, outcome) {
  if (kind === "photo") return say("photo");
  return outcome ? say(`outcome_${outcome}`) : say("new_household");
}

function lineOfRow(row) {
  const { body, kind } = row;
  const title = kind === "household" ? body.head_name : nameOf(body.household);
  const when = [dayText(body.visited_at?.slice(0, 10)), whatIs(kind, body.outcome)].slice(kind === "visit" ? 0 : 1).join(" · ");
  return stateLine(row, { id: row.id, state: row.state, reason: row.reason, title, when });
}

function lineOfReceipt({ id, kind, status, reason, at, household, outcome }) {
  const title = nameOf(household ?? id);
  return stateLine(null, { id, state: status, reason, title, when: `${timeText(new Date(at))} · ${whatIs(kind, outcome)}` });
}

register("outbox", () => {
  const latest = [...model.receipts].sort((a, b) => (a.at < b.at ? 1 : -1));
  const review = latest.filter((receipt) => receipt.status === "review");
  const done = latest.filter((receipt) => receipt.status !== "review").slice(0, LATEST);
  const decide = model.rows.filter((row) => row.state !== "waiting");
  const waiting = model.rows.filter((row) => row.state === "waiting");
  const lists = { decide: decide.map(lineOfRow), waiting: waiting.map(lineOfRow) };
  Object.assign(lists, { review: review.map(lineOfReceipt), done: done.map(lineOfReceipt) });
  for (const [name, lines] of Object.entries(lists)) {
    const list = root.querySelector(`[data-rows="${name}"]`);
    list.replaceChildren(...lines);
    list.closest("section").hidden = !lines.length;
  }
  fill(root, { sent: model.meta.sent ? say("done", { time: timeText(new Date(model.meta.sent)) }) : "" });
  root.querySelector("[data-rescue]").hidden = !model.rows.length;
  root.querySelector("[data-nothing]").hidden = Object.values(lists).some((lines) => lines.length);
  return say("outbox");
});

/* Under a new id; its photos go along. */
function again(row, reason) {
  const next = anew(row, reason);
  const photos = photosOf(model.rows, row.id).map((photo) => changed(photo, { ...photo.body, visit: next.id }));
  return swap([row], [next, ...photos]);
}

const DECIDE = {
  drop: (row) => swap([row, ...photosOf(model.rows, row.id)], []),
  theirs: (row) => swap([row], []), // a photo of it goes to the visit that the server has
  mine: (row) => again(row, say("mine_reason")),
  both: (row) => again(row, say("both_reason")),
};
const QUESTION = { drop: "drop", theirs: "keep_theirs" };

root.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-choice]");
  const decide = DECIDE[button?.dataset.choice];
  const row = model.rows.find((one) => one.id === button?.dataset.row);
  if (!decide || !row) return;
  const question = row.kind === "photo" ? "drop_photo" : QUESTION[button.dataset.choice];
  if (question && !window.confirm(say(question))) return;
  await decide(row);
  sendSoon();
});
