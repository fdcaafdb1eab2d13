/* One tap: everything that waits on this phone as a file that only the server can read. */
import { fill, page } from "./dom.js";
import { model } from "./model.js";
import { rescue, rescueName } from "./rescue.js";
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
  download(await rescue(rows, model.meta.rescue), name);
  return say("rescued", { name, count: rows.length });
}

box.querySelector("[data-rescue-make]").addEventListener("click", async () => {
  const rescued = await make().catch((error) => say("broken", { error: error.message }));
  fill(box, { rescued });
});
