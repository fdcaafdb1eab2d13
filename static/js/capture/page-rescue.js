/* One tap: everything that waits on this phone as a file that only the server can read. */
import { fill, page } from "./dom.js";
import { model } from "./model.js";
import { picturesOf, rescue, rescueName } from "./rescue.js";
import { say } from "./texts.js";

const KEPT = 60_000; // ms that the browser may need to write the file
const box = page("outbox").querySelector("[data-rescue]");

function download(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), KEPT);
}

async function make() {
  if (!model.meta.rescue) return say("no_rescue");
  const [rows, name] = [model.rows, rescueName()];
  const pictures = await picturesOf(rows);
  download(await rescue(rows, pictures, model.meta.rescue), name);
  return `${say("rescued", { name })} ${contents(rows, pictures)}`;
}

/* What the file holds, and what it does not. */
function contents(rows, pictures) {
  const number = (kind) => rows.filter((row) => row.kind === kind).length;
  const counts = { visits: number("visit"), households: number("household"), photos: pictures.length };
  const held = Object.entries(counts).filter(([, count]) => count).map(([name, count]) => say(`n_${name}`, { count }));
  const [left, begun] = [number("photo") - pictures.length, model.drafts.size];
  const missing = [left && say("photos_left", { count: left }), begun && say("drafts_left", { count: begun })];
  return [say("rescue_holds", { what: held.join(", ") }), ...missing.filter(Boolean)].join(" ");
}

box.querySelector("[data-rescue-make]").addEventListener("click", async () => {
  const rescued = await make().catch((error) => say("broken", { error: error.message }));
  fill(box, { rescued });
});
