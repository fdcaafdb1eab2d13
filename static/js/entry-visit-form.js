/* The visit form: people and indicators are asked for only when somebody was met. The server ignores them otherwise, so the
   form also works without this. */

function showWhatMatters(form) {
  const chosen = form.querySelector("[name=outcome]:checked");
  for (const part of form.querySelectorAll("[data-when-met]")) part.hidden = chosen?.value !== "met";
}

for (const form of document.querySelectorAll("[data-visit-form]")) {
  showWhatMatters(form);
  form.addEventListener("change", (event) => event.target.name === "outcome" && showWhatMatters(form));
}
