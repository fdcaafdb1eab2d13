// Pages with charts. A chart's own code comes when the chart comes into sight, on wide screens as soon as the page is
// at rest, so that a printed sheet has it too. The table beside it is there at once.
const wide = matchMedia("(min-width: 768px)").matches;
const sight = new IntersectionObserver(
  (entries) => entries.filter((entry) => entry.isIntersecting).forEach(({ target }) => draw(target)),
  { rootMargin: "200px" },
);

async function draw(place) {
  sight.unobserve(place);
  const { trend } = await import("./charts/trend.js");
  if (!place.firstChild) trend(place, JSON.parse(document.getElementById(place.dataset.chart).textContent));
}

for (const place of document.querySelectorAll("[data-chart]")) {
  sight.observe(place);
  if (wide) addEventListener("load", () => setTimeout(() => draw(place), 300));
}
