// Pages with charts: the chart's own code comes when a chart comes into sight; the table beside it is there at once.
const drawn = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) {
    if (isIntersecting) {
      drawn.unobserve(target);
      draw(target);
    }
  }
}, { rootMargin: "200px" });

async function draw(place) {
  const { trend } = await import("./charts/trend.js");
  trend(place, JSON.parse(document.getElementById(place.dataset.chart).textContent));
}

for (const place of document.querySelectorAll("[data-chart]")) drawn.observe(place);
