/* <form data-confirm="Xóa lượt thăm này?" data-confirm-action="Xóa"> asks before it is sent. A submit button may carry the
   same attributes. The dialog and its words are <template id="confirm-template"> in base.html. */

const agreed = new WeakSet();

function buildDialog(question, action) {
  const dialog = document.getElementById("confirm-template").content.firstElementChild.cloneNode(true);
  dialog.querySelector("[data-confirm-question]").textContent = question;
  if (action) dialog.querySelector("[data-confirm-yes]").textContent = action;
  document.body.append(dialog);
  return dialog;
}

export function ask(question, action, onYes) {
  const dialog = buildDialog(question, action);
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (dialog.returnValue === "yes") onYes();
  });
  dialog.showModal();
}

export function send(form, submitter) {
  agreed.add(form);
  if (form.requestSubmit) form.requestSubmit(submitter || undefined);
  else form.submit();
}

document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    const source = [event.submitter, form].find((element) => element?.dataset.confirm);
    if (!source || agreed.delete(form)) return;
    if (!window.HTMLDialogElement?.prototype.showModal) {
      if (!window.confirm(source.dataset.confirm)) event.preventDefault();
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation(); // htmx and submit-once must not see an unanswered question
    ask(source.dataset.confirm, source.dataset.confirmAction, () => send(form, event.submitter));
  },
  true,
);
