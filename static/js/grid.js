// A table of boxes, [data-grid], that is used like a sheet: Enter and the arrows go from box to box, Escape takes back what
// was typed, a block copied from Excel fills the boxes from the one it is pasted into. [data-grid-sum] above a column tells
// what is left of its whole while one types; amounts that only the server knows are "…". Without scripts the boxes are
// boxes, and the server adds up.
const amount = /^(\d{1,3}(\.\d{3})+|\d+)$/;
const nothing = /^[-–—]?$/;

const boxIn = (cell) => cell?.querySelector("[data-grid-box]") ?? null;
const gridOf = (node) => node.closest?.("[data-grid]");

function read(text) {
  const bare = text.replace(/\s/g, "");
  if (nothing.test(bare)) return 0;
  return amount.test(bare) ? Number(bare.replaceAll(".", "")) : NaN;
}

function beside(box, step) {
  const cells = [...box.closest("tr").cells];
  for (let at = cells.indexOf(box.closest("td")) + step; cells[at]; at += step) if (boxIn(cells[at])) return boxIn(cells[at]);
  return null;
}

function below(box, step) {
  const at = box.closest("td").cellIndex;
  for (let row = box.closest("tr"); row; ) {
    row = step > 0 ? row.nextElementSibling : row.previousElementSibling;
    if (boxIn(row?.cells[at])) return boxIn(row.cells[at]);
  }
  return null;
}

function go(event, box) {
  event.preventDefault();
  box?.focus();
  box?.select();
}

function isAtEdge(box, step) {
  const isWhole = box.selectionStart === 0 && box.selectionEnd === box.value.length;
  return isWhole || (box.selectionStart === box.selectionEnd && box.selectionStart === (step > 0 ? box.value.length : 0));
}

function move(event) {
  const box = event.target;
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Enter") {
    go(event, below(box, event.shiftKey ? -1 : 1)); // it would send the form
  } else if (event.key === "Escape") {
    put(box, box.defaultValue);
  } else if (event.shiftKey) {
    return;
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    go(event, below(box, event.key === "ArrowDown" ? 1 : -1));
  } else if (event.key === "ArrowRight" || event.key === "ArrowLeft") {
    const step = event.key === "ArrowRight" ? 1 : -1;
    if (isAtEdge(box, step)) go(event, beside(box, step));
  }
}

function put(box, text) {
  if (box.value === text) return;
  box.value = text;
  box.dispatchEvent(new Event("input", { bubbles: true }));
}

function paste(event) {
  const text = event.clipboardData.getData("text/plain").replace(/\r\n?/g, "\n").replace(/\n$/, "");
  if (!/[\t\n]/.test(text)) return;
  event.preventDefault();
  const from = event.target.closest("td");
  const rows = [...from.closest("tbody").rows].slice(from.parentElement.sectionRowIndex);
  let [filled, left] = [0, 0];
  text.split("\n").forEach((line, down) =>
    line.split("\t").forEach((part, right) => {
      const box = boxIn(rows[down]?.cells[from.cellIndex + right]);
      if (!box) return void (left += part.trim() ? 1 : 0);
      put(box, part.trim().replace(/^[-–—]$/, ""));
      filled += 1;
    }),
  );
  tell(gridOf(event.target), filled, left);
}

function tell(grid, filled, left) {
  const words = left ? grid.dataset.pastedPartly : grid.dataset.pasted;
  const note = document.getElementById(grid.dataset.grid);
  note.classList.add("is-told");
  note.textContent = words.replace("%n", filled).replace("%m", left);
}

// The server knows what a percentage comes to that nobody touched.
function amountIn(box, known) {
  return box && box.value !== box.defaultValue ? read(box.value) : known ? Number(known) : read(box?.value ?? "");
}

function addUp(column) {
  const table = column.closest("table");
  const cells = [...table.tBodies[0].rows].map((row) => row.cells[column.closest("th").cellIndex]);
  const whole = document.getElementById(column.dataset.gridSum);
  const total = amountIn(whole, column.dataset.whole);
  const left = total - cells.reduce((sum, cell) => sum + amountIn(boxIn(cell), cell.dataset.amount), 0);
  const rest = Math.trunc(left); // what percentages leave of one unit is nobody's
  column.hidden = nothing.test((whole ?? column.dataset).value?.trim() ?? column.dataset.whole);
  const text = Number.isNaN(rest) ? "…" : Math.abs(rest).toLocaleString("vi-VN");
  const words = rest < 0 ? "over" : rest === 0 ? "even" : "left";
  column.textContent = gridOf(table).dataset[words].replace("%n", text);
  column.dataset.state = words;
}

document.addEventListener("keydown", (event) => event.target.matches?.("[data-grid-box]") && move(event));
document.addEventListener("paste", (event) => event.target.matches?.("[data-grid-box]") && paste(event));
document.addEventListener("input", (event) => {
  const box = event.target;
  if (!box.matches?.("[data-grid-box], [data-grid-whole]")) return;
  box.classList.toggle("is-changed", box.value !== box.defaultValue);
  const at = box.closest("[data-grid] td")?.cellIndex;
  for (const column of document.querySelectorAll("[data-grid-sum]")) {
    const isHere = at === undefined ? column.dataset.gridSum === box.id : column.closest("th").cellIndex === at;
    if (isHere && !column.hasAttribute("data-grid-rate")) addUp(column);
  }
});
