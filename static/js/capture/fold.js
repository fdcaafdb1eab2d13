/* The key of a name, as areas/names.py makes it: without tones and marks, y as i. "Vị Thuỷ" and "vi thuy" have one key. */

export function fold(text) {
  const plain = text.toLowerCase().normalize("NFD").replaceAll("đ", "d").replace(/[\u0300-\u036f'’]/g, "");
  return plain.replaceAll("y", "i").replace(/[^0-9a-z]+/g, " ").trim();
}

/* Those whose key holds every word typed. */
export function search(households, text, most) {
  const words = fold(text).split(" ").filter(Boolean);
  const found = [];
  if (!words.length) return found;
  for (const household of households) {
    if (words.every((word) => household.key.includes(word))) found.push(household);
    if (found.length === most) break;
  }
  return found;
}
