/* <form method="get" data-autosubmit> sends itself when a choice changes, and shortly after the last key in a text field.
   Its button stays for pages without JavaScript (.no-js-only). */

const PAUSE_AFTER_TYPING_MS = 450;
const TYPED = "input[type=search], input[type=text], input:not([type])";
const waiting = new WeakMap();

function send(form) {
  clearTimeout(waiting.get(form));
  if (form.requestSubmit) form.requestSubmit();
  else form.submit(); // Safari before 16
}

document.addEventListener("change", (event) => {
  const form = event.target.closest?.("form[data-autosubmit]");
  if (form && !event.target.matches(TYPED)) send(form);
});

document.addEventListener("input", (event) => {
  const form = event.target.closest?.("form[data-autosubmit]");
  if (!form || !event.target.matches(TYPED)) return;
  clearTimeout(waiting.get(form));
  waiting.set(form, setTimeout(send, PAUSE_AFTER_TYPING_MS, form));
});
