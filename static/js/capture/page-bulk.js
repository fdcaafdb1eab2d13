/* Several houses where nobody was at home: tap each, one Lưu. */
import { momentText } from "./days.js";
import { copy, fill, page } from "./dom.js";
import { search } from "./fold.js";
import { complain, onSubmit } from "./form.js";
import { keeper } from "./keeper.js";
import { model, save } from "./model.js";
import { makeRow, newId } from "./outbox.js";
import { lastText, placeText, suggestions } from "./page-home.js";
import { goHome, register } from "./router.js";
import { sendSoon } from "./sending.js";
import { say } from "./texts.js";

const SHOWN = 40;
const root = page("bulk");
const form = root.querySelector("form");
let chosen = new Set();
const typing = keeper(form, { kind: "bulk", read: () => ({ chosen: [...chosen] }) });

register("bulk", () => {
  show(typing.open());
  return say("bulk");
});

function show(draft) {
  chosen = new Set(draft?.body.chosen.filter((id) => model.households.has(id)));
  form.reset();
  complain(form, "");
  showList();
}

function line(household) {
  const place = [placeText(household), lastText(household)].filter(Boolean).join(" · ");
  const item = fill(copy("bulk-line"), { name: household.name, place });
  const input = item.querySelector("input");
  input.value = household.id;
  input.checked = chosen.has(household.id);
  return item;
}

/* Those chosen stay on top while another name is looked for. */
function showList() {
  const text = form.elements.q.value;
  const found = text.trim() ? search(model.households.values(), text, SHOWN) : suggestions(SHOWN).map((one) => one.household);
  const marked = [...chosen].map((id) => model.households.get(id));
  const shown = [...new Set([...marked, ...found])];
  root.querySelector("[data-list]").replaceChildren(...shown.map(line));
  showCount();
}

function showCount() {
  const button = form.querySelector("[type=submit]");
  button.disabled = !chosen.size;
  button.textContent = chosen.size ? say("save_many", { count: chosen.size }) : say("choose_many");
}

async function store() {
  const moment = Date.now();
  const rows = [...chosen].map((id, place) => {
    const visited_at = momentText(new Date(moment + place * 1000)); // in the order tapped
    const visit = { id: newId(), household: id, visited_at, outcome: "absent", people: 0, results: {}, note: "" };
    return makeRow("visit", model.meta.user.id, visit);
  });
  await save(rows, { draft: typing.close() });
  goHome({ saved: say("saved_many", { count: rows.length }) });
  sendSoon();
}

form.addEventListener("input", (event) => event.target.name === "q" && showList());
form.addEventListener("change", ({ target }) => {
  if (target.name !== "household") return;
  if (target.checked) chosen.add(target.value);
  else chosen.delete(target.value);
  showCount();
});
form.addEventListener("forgotten", () => show(typing.open()));
onSubmit(form, store);
