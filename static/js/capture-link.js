/* <a data-capture="/capture/"> leads to the page that also works without network, where the browser can; elsewhere its own
   address stays. The service worker comes early, at the office, so that the page opens in the yard. */

const canWorkOffline = "serviceWorker" in navigator && "indexedDB" in window && window.isSecureContext;

function lead() {
  const links = document.querySelectorAll("a[data-capture]");
  for (const link of links) link.href = link.dataset.capture;
  if (links.length) navigator.serviceWorker.register("/sw.js").catch(() => {}); // a private window may refuse
}

if (canWorkOffline) lead();
