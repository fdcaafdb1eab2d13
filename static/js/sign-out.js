/* <form data-sign-out>: the phone forgets whose households it carried. While a visit is unsent it is sent first, and if that
   fails the person decides. The words are <template id="sign-out-words"> in base.html. */
import { ask, send } from "./confirm.js";

const agreed = new WeakSet();

async function leave(form, submitter) {
  const go = () => {
    agreed.add(form);
    send(form, submitter);
  };
  try {
    const { unsent, forget } = await import("./capture/leave.js"); // fetched only by who leaves
    const lost = Object.entries(await unsent()).filter(([, count]) => count);
    const forgetAndGo = () => forget().finally(go);
    if (!lost.length) return await forgetAndGo();
    const words = document.getElementById("sign-out-words").dataset;
    const what = lost.map(([name, count]) => words[name].replace("{count}", count)).join(", ");
    ask(words.question.replace("{what}", what), words.action, forgetAndGo);
  } catch {
    go(); // this browser keeps nothing
  }
}

document.addEventListener(
  "submit",
  (event) => {
    const form = event.target.closest("form[data-sign-out]");
    if (!form || agreed.has(form) || !window.indexedDB) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    leave(form, event.submitter);
  },
  true,
);
