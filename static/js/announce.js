/* Says aloud what changed. After htmx swaps a part, the text of [data-announce] in it goes to the live region #announcer;
   a page that comes back with errors puts the focus on [data-focus-first], the error summary. */

document.addEventListener("htmx:afterSwap", (event) => {
  const news = event.target.querySelector?.("[data-announce]");
  const announcer = document.getElementById("announcer");
  if (news && announcer) announcer.textContent = news.textContent.trim();
});

function focusFirst() {
  document.querySelector("[data-focus-first]")?.focus();
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", focusFirst);
else focusFirst();
