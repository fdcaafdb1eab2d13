/* The sentences of visits/phone_texts.py, which the page brings along as JSON. */
let texts;

export function say(name, values = {}) {
  texts ??= JSON.parse(document.getElementById("texts").textContent);
  return texts[name].replace(/\{(\w+)\}/g, (_, key) => values[key] ?? "");
}
