/* A household that the list does not have yet; its visit follows at once. */
import { fold } from "./fold.js";
import { page } from "./dom.js";
import { complain, onSubmit, wholeNumber } from "./form.js";
import { keeper } from "./keeper.js";
import { model, save } from "./model.js";
import { changed, makeRow, newId } from "./outbox.js";
import { go, register } from "./router.js";
import { sendSoon } from "./sending.js";
import { say } from "./texts.js";

const PHONE = /^0\d{9}$/; // as accounts/phones.py
const root = page("household");
const form = root.querySelector("form");
const field = form.elements;
let asked = ""; // the name that was asked about once
let row; // the item that is corrected; none for a new one
const typing = keeper(form, { kind: "household", read, isOff: () => Boolean(row) });

register("household", (what) => {
  row = model.rows.find((one) => one.id === what.row);
  show(typing.open());
  return row ? row.body.head_name : say("household");
});

function show(draft) {
  form.reset();
  asked = "";
  complain(form, "");
  const areas = model.meta.areas ?? [];
  field.area.replaceChildren(...areas.map((area) => new Option(area.label, area.id)));
  field.area.closest(".field").hidden = areas.length === 1;
  for (const [name, value] of Object.entries(row?.body ?? draft?.body ?? {})) if (field[name]) field[name].value = value ?? "";
}

function plainPhone(text) {
  return text.replace(/[\s.\-()]/g, "").replace(/^(\+84|0084|84(?=\d{9}$))/, "0");
}

function read() {
  const size = wholeNumber(field.size.value) || null;
  const [name, address] = [field.head_name.value, field.address.value].map((text) => text.trim().replace(/\s+/g, " "));
  const rest = { phone: plainPhone(field.phone.value), size, kind: field.kind.value };
  return { id: row?.id ?? newId(), area: Number(field.area.value), head_name: name, address, ...rest };
}

function problem(body) {
  if (!body.head_name) return complain(form, say("name_needed"), field.head_name);
  if (body.phone && !PHONE.test(body.phone)) return complain(form, say("phone_wrong"), field.phone);
  if (body.size > 50) return complain(form, say("size_wrong"), field.size);
  const key = fold(body.head_name);
  const others = [...model.households.values()].filter((one) => one.area === body.area && one.id !== body.id);
  const twin = others.find((one) => fold(one.name) === key);
  if (!twin || asked === key) return false;
  asked = key;
  return complain(form, say("twin", { name: [twin.name, twin.address].filter(Boolean).join(", ") }));
}

onSubmit(form, async () => {
  const body = read();
  if (problem(body)) return;
  await save([row ? changed(row, body) : makeRow("household", model.meta.user.id, body)], { draft: typing.close() });
  go(...(row ? ["outbox", {}] : ["visit", { household: body.id }]), { back: true });
  sendSoon();
});
form.addEventListener("forgotten", () => show(typing.open()));
