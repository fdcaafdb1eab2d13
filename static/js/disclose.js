/* <button data-discloses="id" aria-expanded="false"> shows and hides the element with that id through the class .is-open.
   Only where the style sheet folds it: on phones; without JavaScript everything is open. */

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-discloses]");
  if (!button) return;
  const open = document.getElementById(button.dataset.discloses).classList.toggle("is-open");
  button.setAttribute("aria-expanded", String(open));
});
