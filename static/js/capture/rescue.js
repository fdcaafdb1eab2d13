/* A rescue file: what this phone could not send, readable for the server alone (visits/rescue/parcel.py). AES-256-GCM for
   the content, its key under the server's RSA key. Nothing leaves the outbox: that takes a receipt. */

import { readOne } from "./store.js";

const FORMAT = "tocnscd-rescue-1";
const AES = { name: "AES-GCM", length: 256 };
const RSA = { name: "RSA-OAEP", hash: "SHA-256" };
const MOST = 10_000_000; // bytes of photos; base64 twice makes 18 MB of it (visits/rescue/parcel.py takes 20)
const CHUNK = 0x8000; // arguments that a function call takes in every browser

function toBase64(buffer) {
  const bytes = new Uint8Array(buffer);
  let text = "";
  for (let start = 0; start < bytes.length; start += CHUNK) text += String.fromCharCode(...bytes.subarray(start, start + CHUNK));
  return btoa(text);
}

function fromBase64(text) {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

function contentOf(rows, pictures, ticket) {
  const bodies = (kind) => rows.filter((row) => row.kind === kind).map((row) => row.body);
  const photos = pictures.map(({ id, visit, data }) => ({ id, visit, data: toBase64(data) }));
  return { ticket, made_at: new Date().toISOString(), visits: bodies("visit"), households: bodies("household"), photos };
}

/* As many photos of the rows as the file takes, the oldest first: {id, visit, data}. The others stay on the phone only. */
export async function picturesOf(rows) {
  const [found, photos] = [[], rows.filter((row) => row.kind === "photo")];
  let bytes = 0;
  for (const { id, body } of photos) {
    const picture = await readOne("photos", id);
    bytes += picture?.data.byteLength ?? Infinity;
    if (bytes > MOST) break;
    found.push({ id, visit: body.visit, data: picture.data });
  }
  return found;
}

/* rows of the outbox and their pictures; key: {id, key, ticket}, which came with the field pack. */
export async function rescue(rows, pictures, { id, key, ticket }) {
  const { subtle } = crypto;
  const secret = await subtle.generateKey(AES, true, ["encrypt"]);
  const server = await subtle.importKey("spki", fromBase64(key), RSA, false, ["encrypt"]);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const encode = (text) => new TextEncoder().encode(text);
  const [wrapped, data] = await Promise.all([
    subtle.exportKey("raw", secret).then((raw) => subtle.encrypt(RSA, server, raw)),
    subtle.encrypt({ name: AES.name, iv, additionalData: encode(FORMAT) }, secret, encode(JSON.stringify(contentOf(rows, pictures, ticket)))),
  ]);
  const envelope = { format: FORMAT, key: id, wrapped: toBase64(wrapped), iv: toBase64(iv), data: toBase64(data) };
  return new Blob([JSON.stringify(envelope)], { type: "application/json" });
}

/* cuu-ho-20261122-0930.json: when, and nobody. */
export function rescueName(now = new Date()) {
  const two = (number) => String(number).padStart(2, "0");
  const day = `${now.getFullYear()}${two(now.getMonth() + 1)}${two(now.getDate())}`;
  return `cuu-ho-${day}-${two(now.getHours())}${two(now.getMinutes())}.json`;
}
