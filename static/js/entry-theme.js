/* Light, dark or as the device says. A classic script in <head>, so that the first paint already has the right
   colours; nothing else belongs here. Contract: [data-theme-choice="auto|light|dark"] buttons, kept per device. */
(() => {
  const root = document.documentElement;
  const darkDevice = window.matchMedia("(prefers-color-scheme: dark)");

  function choice() {
    try {
      return localStorage.getItem("theme") || "auto";
    } catch {
      return "auto"; // storage is closed in some private windows
    }
  }

  function apply() {
    const chosen = choice();
    const dark = chosen === "dark" || (chosen === "auto" && darkDevice.matches);
    root.dataset.bsTheme = dark ? "dark" : "light";
    for (const button of document.querySelectorAll("[data-theme-choice]")) {
      button.setAttribute("aria-pressed", String(button.dataset.themeChoice === chosen));
    }
  }

  function keep(chosen) {
    try {
      localStorage.setItem("theme", chosen);
    } catch {
      root.dataset.bsTheme = chosen; // at least for this page
    }
  }

  root.classList.add("js"); // .js-only and .no-js-only in frame.css
  apply();
  darkDevice.addEventListener("change", apply);
  window.addEventListener("beforeprint", () => (root.dataset.bsTheme = "light")); // paper is white
  window.addEventListener("afterprint", apply);
  document.addEventListener("DOMContentLoaded", apply);
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-theme-choice]");
    if (!button) return;
    keep(button.dataset.themeChoice);
    apply();
  });
})();
