/* A part that comes after its page (hx-trigger="load", data-later="id of what to say"): when it does not come, say so
   instead of waiting for ever. */

for (const failure of ["htmx:responseError", "htmx:sendError"]) {
  document.addEventListener(failure, (event) => {
    const said = document.getElementById(event.target.dataset?.later ?? "");
    if (!said) return;
    event.target.hidden = true;
    said.hidden = false;
  });
}
