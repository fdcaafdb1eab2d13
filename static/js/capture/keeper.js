/* Keeps what is typed into a form until it is saved: a reload or a killed browser loses nothing. The person is told when the
   form opens again. */
import { fill } from "./dom.js";
import { timeText } from "./days.js";
import { draftKey } from "./drafts.js";
import { forgetDraft, model, saveDraft } from "./model.js";
import { say } from "./texts.js";

const PAUSE = 250; // ms after the last key

/* kind, id(): which form this is; read(): what stands on it; photo(): the id of its photo. isOff(): nothing is kept now. */
export function keeper(form, { kind, id = () => "", read, photo = () => undefined, isOff = () => false }) {
  let timer;
  let isClosed = true;
  const key = () => draftKey(model.meta.user?.id, kind, id());
  const find = () => model.drafts.get(key());

  async function store(picture) {
    clearTimeout(timer);
    timer = undefined;
    if (isClosed || isOff() || !model.meta.user) return;
    const [now, before] = [new Date().toISOString(), find()];
    const rest = { began: before?.began ?? now, at: now, body: read(), photo: photo() };
    await saveDraft({ key: key(), user: model.meta.user.id, kind, id: id(), ...rest }, picture);
  }

  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(() => store().catch(() => {}), PAUSE); // the save itself says when the disk is full
  };
  const now = () => timer !== undefined && store().catch(() => {}); // what stands on the form is read before it returns
  form.addEventListener("input", later);
  form.addEventListener("change", later);
  document.addEventListener("visibilitychange", now);
  window.addEventListener("pagehide", now);
  document.addEventListener("leaving", now); // router.js: before another part is shown

  /* Nothing more is kept; gives the draft that the save takes away. */
  function close() {
    clearTimeout(timer);
    [timer, isClosed] = [undefined, true];
    return find();
  }

  /* For the form as it is now filled anew; gives the draft to fill it with, and says so. */
  function open() {
    isClosed = false;
    const draft = isOff() ? undefined : find();
    const box = form.querySelector("[data-resumed]");
    box.hidden = !draft;
    if (draft) fill(box, { text: say("resumed", { time: timeText(new Date(draft.at)) }) });
    return draft;
  }

  form.querySelector("[data-forget]").addEventListener("click", async () => {
    if (!window.confirm(say("forget"))) return;
    const draft = close();
    if (draft) await forgetDraft(draft);
    form.dispatchEvent(new Event("forgotten"));
  });
  return { store, close, open };
}
