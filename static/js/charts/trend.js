// One figure over time, drawn from the data that the page carries. A bar or point opens what it is made of.
import { BarChart, LineChart } from "echarts/charts";
import { GridComponent, TooltipComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";

use([BarChart, LineChart, GridComponent, TooltipComponent, SVGRenderer]);

const number = new Intl.NumberFormat("vi-VN", { maximumFractionDigits: 2 });
const short = new Intl.NumberFormat("vi-VN", { notation: "compact" });

export function trend(place, data) {
  const chart = init(place, null, { renderer: "svg" });
  const paint = () => {
    chart.setOption(option(data, colours(place)), true);
    chart.getZr().flush(); // at once: a sheet that is being printed does not wait for the next frame
  };
  chart.on("finished", () => {
    const svg = place.querySelector("svg"); // with a view box the sheet of a printer can shrink it
    svg.setAttribute("viewBox", `0 0 ${chart.getWidth()} ${chart.getHeight()}`);
  });
  paint();
  chart.on("click", ({ dataIndex, seriesIndex }) => {
    if (seriesIndex === 0 && data.urls[dataIndex]) location.assign(data.urls[dataIndex]);
  });
  new ResizeObserver(() => matchMedia("print").matches || chart.resize()).observe(place);
  new MutationObserver(paint).observe(document.documentElement, { attributeFilter: ["data-bs-theme"] });
  addEventListener("beforeprint", paint);
}

function colours(place) {
  const style = getComputedStyle(place);
  const of = (name) => style.getPropertyValue(`--${name}`).trim();
  const named = ["ink", "muted", "surface", "grid", "line", "primary"].map((name) => [name, of(name)]);
  return { ...Object.fromEntries(named), family: style.fontFamily }; // by its name: what is inherited has no width
}

function option(data, colour) {
  const font = { color: colour.muted, fontFamily: colour.family, fontSize: 13 };
  return {
    animation: false,
    textStyle: { fontFamily: colour.family },
    grid: { left: 8, right: 12, top: 16, bottom: 4, containLabel: true },
    xAxis: {
      type: "category",
      data: data.labels,
      axisLabel: { ...font, hideOverlap: true, padding: [0, 4] }, // so that names do not touch
      axisLine: { lineStyle: { color: colour.line } },
      axisTick: { show: false },
    },
    yAxis: {
      type: "value",
      splitNumber: 4,
      minInterval: data.unit === "%" ? undefined : 1,
      axisLabel: { ...font, formatter: (value) => (value < 1e6 ? number : short).format(value) },
      splitLine: { lineStyle: { color: colour.grid } },
    },
    tooltip: {
      trigger: "axis",
      renderMode: "richText", // HTML would need inline styles, which the page's policy refuses
      backgroundColor: colour.surface,
      borderColor: colour.line,
      textStyle: { color: colour.ink, fontFamily: colour.family, fontSize: 14 },
      formatter: (parts) => [parts[0].name, ...parts.map((part) => line(part, data))].join("\n"),
    },
    series: [figures(data, colour), ...(data.due.length ? [due(data, colour)] : [])],
  };
}

function line({ seriesIndex, value }, data) {
  const shown = value?.value ?? value;
  return `${data.names[seriesIndex]}: ${shown === null || shown === undefined ? "—" : `${number.format(shown)} ${data.unit}`}`;
}

function figures(data, colour) {
  if (data.kind === "line") {
    const style = { color: colour.primary };
    return { type: "line", data: data.values, symbolSize: 8, lineStyle: { ...style, width: 2 }, itemStyle: style };
  }
  const values = data.values.map((value, i) => ({ value, itemStyle: { opacity: data.shaded[i] ? 0.45 : 1 } }));
  return { type: "bar", data: values, barMaxWidth: 36, itemStyle: { color: colour.primary, borderRadius: [3, 3, 0, 0] } };
}

function due(data, colour) {
  const lineStyle = { color: colour.ink, type: "dashed", width: 1.5 };
  return { type: "line", data: data.due, symbol: "none", lineStyle, itemStyle: { color: colour.ink } };
}
