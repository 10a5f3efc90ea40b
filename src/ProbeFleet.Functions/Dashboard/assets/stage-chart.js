// Stage times stacked, and below them the share of failed probes: two charts with one time axis.
import uPlot from "./uPlot.esm.js";
import { el } from "./dom.js";
import { shown, stamp, zone } from "./time.js";
import { stages, stageWords } from "./words.js";

// Okabe-Ito where it matters, told apart by most eyes, and no red: that is for failures; the legend names each, and the order in the stack is the order in time.
const colours = {
  configure: "#6b7280", credential: "#c9b037", resolve: "#56b4e9", connect: "#0072b2", tunnel: "#e69f00", secure: "#009e73", send: "#5b4b8a", respond: "#8fa3bf", "first-event": "#7a5c3e", answer: "#cc79a7",
};

/** The charts; without times only the lower one, because an empty axis reads as zero. */
export function stageChart(history, hasTimes) {
  const step = history.stepSeconds;
  const first = Math.floor(new Date(history.from) / 1000 / step) * step;
  const last = Math.floor(new Date(history.to) / 1000 / step) * step;
  const byTime = new Map(history.steps.map(one => [new Date(one.at) / 1000, one]));
  const times = [];
  for (let at = first; at <= last; at += step) times.push(at);
  const timed = stages.filter(stage => history.steps.some(one => one.stageMs[stage] > 0));
  const own = timed.map(stage => times.map(at => byTime.get(at)?.stageMs[stage] ?? null));
  const gaps = times.map(at => byTime.get(at)?.gapMs ?? null);
  const hasGaps = gaps.some(gap => gap !== null);
  const tops = times.map(() => 0);
  const stacked = own.map(values => values.map((value, index) => {
    if (byTime.get(times[index])?.medianMs === undefined) return null;
    return tops[index] += value ?? 0;
  }));
  const failed = times.map(at => { const one = byTime.get(at); return one ? 100 * one.failed / one.probes : null; });
  const look = getComputedStyle(document.documentElement);
  const paint = name => colourOf(look, name);
  const box = el("div", { class: hasTimes ? "charts" : "charts low" });
  const when = { label: zone(), value: (_, at) => at === null || at === undefined ? "" : stamp(at * 1000).slice(0, 16) };
  const axis = { stroke: paint("--quiet"), grid: { stroke: paint("--line"), width: 1 }, ticks: { stroke: paint("--line"), width: 1 } };
  
  // The page is not laid out yet, but its container is: a chart that is resized after drawing moves what is below it.
  const room = document.getElementById("main");
  const { paddingLeft, paddingRight } = getComputedStyle(room);
  const width = room.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
  const shared = { width, cursor: { sync: { key: "stages" }, drag: { x: false, y: false } }, tzDate: at => uPlot.tzDate(shown(at * 1000), "Etc/UTC"), padding: [8, 8, 0, 0] };

  // Drawn from the top of the stack down, each area over the one before it.
  const order = timed.map((_, index) => index).reverse();
  const upper = !hasTimes ? null : new uPlot({
    ...shared, height: 230,
    axes: [{ ...axis, values: (_, ticks, __, ___, step) => ticks.map(tick => tickText(tick, step)) }, { ...axis, size: 72, values: (_, ticks) => ticks.map(tick => `${tick}\u00a0ms`) }],
    scales: { y: { range: (_, __, most) => [0, Math.max(10, (most ?? 0) * 1.08)] } },
    series: [when, ...order.map(index => ({
      label: stageWords[timed[index]], stroke: colours[timed[index]], fill: `${colours[timed[index]]}cc`, width: 1, points: { show: false },
      value: (_, __, ___, at) => at === null || at === undefined ? "–" : own[index][at] === null ? "no probe passed" : `${own[index][at]}\u00a0ms`,
    })), ...hasGaps ? [{
      label: "longest gap of the stream", stroke: paint("--text"), width: 1.5, dash: [4, 3], points: { show: false },
      value: (_, gap, __, at) => at === null || at === undefined || gap === null ? "–" : `${gap}\u00a0ms`,
    }] : []],
  }, [times, ...order.map(index => stacked[index]), ...hasGaps ? [gaps] : []], box);
  const lower = new uPlot({
    ...shared, height: 96, padding: [8, 8, 8, 0],
    axes: [{ ...axis, show: false }, { ...axis, size: 72, splits: () => [0, 50, 100], values: (_, ticks) => ticks.map(tick => `${tick}\u00a0%`) }],
    scales: { y: { range: [0, 100] } },
    series: [when, {
      label: "failed", stroke: paint("--bad"), fill: paint("--bad-fill"), width: 1, points: { show: false }, paths: uPlot.paths.bars({ size: [1, 60], gap: 0 }),
      value: (_, value, __, at) => at === null || at === undefined ? "–" : value === null ? "no probe" : `${Math.round(value)}\u00a0%`,
    }],
  }, [times, failed], box);
  for (const canvas of box.querySelectorAll("canvas")) canvas.setAttribute("aria-hidden", "true");
  for (const [chart, label] of [[upper, "Stacked median stage times; the sentence above says their range"], [lower, "Share of failed probes; the runs of failures below say when"]]) {
    chart?.root.setAttribute("role", "group");
    chart?.root.setAttribute("aria-label", label);
  }
  const fit = () => {
    for (const chart of [upper, lower].filter(Boolean)) if (box.clientWidth > 0 && box.clientWidth !== chart.width) chart.setSize({ width: box.clientWidth, height: chart.height });
  };
  new ResizeObserver(fit).observe(box);
  return box;
}

function tickText(tick, step) {
  const text = shown(tick * 1000).toISOString();
  return step >= 86_400 || text.slice(11, 16) === "00:00" ? text.slice(5, 10) : text.slice(11, 16);
}

// A canvas knows no light-dark(): an element's computed colour does.
function colourOf(look, name) {
  const probe = el("i", { class: "unseen" });
  probe.style.color = `var(${name})`;
  document.body.append(probe);
  const colour = getComputedStyle(probe).color;
  probe.remove();
  return colour;
}
