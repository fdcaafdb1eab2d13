// The sum of what is typed into [data-cascade-part] and its difference to the whole, while one types. Without scripts the
// page adds up again when it is sent. Percentages are left to the server.
const reading = /^(\d{1,3}(\.\d{3})+|\d+)$/;

function read(text) {
  const bare = text.replace(/\s/g, "");
  if (!bare || bare === "—") return 0;
  return reading.test(bare) ? Number(bare.replaceAll(".", "")) : NaN;
}

function addUp(sums) {
  const total = Number(sums.dataset.cascade);
  const typed = [...document.querySelectorAll("[data-cascade-part]")].map((input) => read(input.value));
  const fixed = [...document.querySelectorAll("[data-cascade-fixed]")].map((cell) => read(cell.dataset.cascadeFixed));
  const given = [...typed, ...fixed].reduce((sum, number) => sum + number, 0);
  const rest = total - given;
  const show = (number) => (Number.isNaN(number) ? "…" : Math.abs(number).toLocaleString("vi-VN"));
  const words = rest > 0 ? sums.dataset.left : rest < 0 ? sums.dataset.over : sums.dataset.even;
  sums.querySelector("[data-cascade-given]").textContent = show(given);
  for (const told of document.querySelectorAll("[data-cascade-rest], [data-cascade-also]"))
    told.textContent = words.replace("%s", show(rest));
}

document.addEventListener("input", (event) => {
  const sums = document.querySelector("[data-cascade]");
  if (sums?.dataset.cascade && event.target.matches("[data-cascade-part]")) addUp(sums);
});
