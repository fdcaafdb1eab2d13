/* Small hands for the pages: <template id="…"> copied, parts named by data-part filled. */

export function copy(id) {
  return document.getElementById(id).content.firstElementChild.cloneNode(true);
}

export function part(root, name) {
  return root.querySelector(`[data-part="${name}"]`);
}

/* Text for each part named; a part without text is not shown. */
export function fill(root, texts) {
  for (const [name, text] of Object.entries(texts)) {
    const element = part(root, name);
    if (element.textContent !== text) element.textContent = text; // a status is read out once
    element.hidden = text === "";
  }
  return root;
}

export function page(name) {
  return document.querySelector(`[data-page="${name}"]`);
}
