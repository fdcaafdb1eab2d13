/* <button type="button" data-copy="id" data-copied="Đã chép"> copies the value or text of that element, without an id the
   address of the page. Where the browser forbids it (no https), the element is selected so that a person can. */

async function copy(button) {
  const source = button.dataset.copy && document.getElementById(button.dataset.copy);
  try {
    await navigator.clipboard.writeText(source ? (source.value ?? source.textContent.trim()) : location.href);
  } catch {
    if (source?.select) source.select();
    else if (source) getSelection().selectAllChildren(source);
    return;
  }
  const label = button.querySelector("[data-copy-label]") ?? button;
  label.textContent = button.dataset.copied;
  const announcer = document.getElementById("announcer");
  if (announcer) announcer.textContent = button.dataset.copied;
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copy]");
  if (button) copy(button);
});
