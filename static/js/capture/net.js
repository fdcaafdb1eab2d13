/* Asking the server, and telling apart what a yard without signal makes of it. */

const PATIENCE = 30_000; // ms; one bar of signal needs some 10 s for 50 visits

/* {status, body, etag}; throws when nobody answered, or somebody else did (the sign-in page of a café's Wi-Fi). */
export async function ask(address, options = {}, patience = PATIENCE) {
  const control = new AbortController();
  const timer = setTimeout(() => control.abort(), patience);
  try {
    const always = { credentials: "same-origin", cache: "no-store", redirect: "error", signal: control.signal };
    const answer = await fetch(address, { ...options, ...always });
    if (answer.status === 304) return { status: 304 };
    const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
    if (!isJson && answer.ok) throw new Error("not our server");
    return { status: answer.status, body: isJson ? await answer.json() : {}, etag: answer.headers.get("ETag") };
  } finally {
    clearTimeout(timer);
  }
}

export function post(address, body, token) {
  const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
  return ask(address, { method: "POST", headers, body: JSON.stringify(body) });
}

/* One JPEG, some 300 KB: with one bar of signal that takes a minute. */
export function postPhoto({ id, visit }, data, token) {
  const headers = { "Content-Type": "image/jpeg", "X-CSRFToken": token, "X-Photo": id, "X-Visit": visit };
  return ask("/visits/photos/", { method: "POST", headers, body: data }, 4 * PATIENCE);
}

/* What an answer means for the phone: "done", "signin", "forbidden", "server", or "refused" for this content. */
export function meaning(status) {
  if (status === 200 || status === 304) return "done";
  if (status === 401) return "signin";
  if (status === 403) return "forbidden";
  return status === 400 || status === 413 ? "refused" : "server";
}
