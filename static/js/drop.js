/* <div data-drop> around a file input: a file may be dropped on it as well as chosen. */

const over = (event, is) => event.target.closest?.("[data-drop]")?.classList.toggle("is-over", is);

document.addEventListener("dragover", (event) => {
  if (!event.target.closest?.("[data-drop]")) return;
  event.preventDefault(); // or the browser would open the file
  over(event, true);
});

document.addEventListener("dragleave", (event) => over(event, false));

document.addEventListener("drop", (event) => {
  const zone = event.target.closest?.("[data-drop]");
  if (!zone || !event.dataTransfer.files.length) return;
  event.preventDefault();
  over(event, false);
  const one = new DataTransfer(); // an input without "multiple" takes one file
  one.items.add(event.dataTransfer.files[0]);
  zone.querySelector("input[type=file]").files = one.files;
});
