/* The service worker. It keeps the page and its files (self.SHELL, see visits/shell.py) and nothing else: what the server
   says of people is never in its cache. It sends the outbox when the network comes back after the page is gone. */
import { sync } from "./send.js";

const { version, page, assets } = self.SHELL;
const CACHE = `shell-${version}`;

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll([page, ...assets])));
});

async function clear() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("shell-") && name !== CACHE).map((name) => caches.delete(name)));
  await self.clients.claim();
}

self.addEventListener("activate", (event) => event.waitUntil(clear()));

self.addEventListener("message", (event) => event.data === "take over" && self.skipWaiting());

async function kept(address, request) {
  return (await caches.match(address, { cacheName: CACHE })) ?? fetch(request);
}

/* Another page of the site needs the network; without it, the page that works without it. The address of a QR code goes
   along behind "#", which is sent to nobody: door.js opens the household. */
function visit(request) {
  const { pathname } = new URL(request.url);
  const code = pathname.startsWith("/q/") ? `#${pathname.split("/")[2]}` : "";
  return fetch(request).catch(() => Response.redirect(page + code));
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  const wanted = request.mode === "navigate" && pathname === page ? page : new URL(request.url).pathname;
  if (wanted === page || assets.includes(wanted)) event.respondWith(kept(wanted, request));
  else if (request.mode === "navigate") event.respondWith(visit(request));
});

async function sendQueued() {
  const { state } = await sync({ force: false });
  new BroadcastChannel("tocnscd").postMessage("changed");
  if (state === "offline" || state === "server") throw new Error(state); // the browser tries again later
}

self.addEventListener("sync", (event) => event.tag === "send" && event.waitUntil(sendQueued()));
