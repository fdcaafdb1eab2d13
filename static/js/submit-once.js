/* <form data-disable-on-submit>: a second tap on a slow network does not send twice. The button wakes up again when htmx has
   its answer or when the page comes back from the browser's history. */

function rest(form, resting) {
  for (const button of form.querySelectorAll("[type=submit]")) button.disabled = resting;
  if (resting) form.setAttribute("aria-busy", "true");
  else form.removeAttribute("aria-busy");
}

document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-disable-on-submit]");
  if (!form || event.defaultPrevented) return;
  setTimeout(rest, 0, form, true); // after the browser has read the pressed button's name and value
});

document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.target.matches?.("form[data-disable-on-submit]")) rest(event.target, true);
});

document.addEventListener("htmx:afterRequest", (event) => {
  if (event.target.matches?.("form[data-disable-on-submit]")) rest(event.target, false);
});

window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-disable-on-submit][aria-busy]")) rest(form, false);
});
