// One route: its state from every vantage, and from one vantage its stage times and outcomes over a window.
import { el, section } from "./dom.js";
import { get, link, subject } from "./api.js";
import { ago, lasting, span, stamp } from "./time.js";
import { ownerName, plural, stageName } from "./words.js";
import { stageChart } from "./stage-chart.js";
import { evidence, verdict } from "./evidence.js";
import { linkButton } from "./copy.js";
import { missing } from "./missing.js";
import { probeButton } from "./probe-now.js";
import { strip } from "./strip.js";
import { show } from "./shell.js";

const name = subject();
const asked = new URLSearchParams(location.search);
const period = asked.get("window") ?? "24h";
const windows = { "1h": "hour", "6h": "6 hours", "24h": "day", "7d": "week", "30d": "30 days" };

const query = [["window", period], ["vantage", asked.get("vantage")]].filter(([, value]) => value !== null).map(([key, value]) => `${key}=${encodeURIComponent(value)}`).join("&");

await show(() => get(`/api/routes/${encodeURIComponent(name)}/history?${query}`), draw, { isBusy: () => document.querySelector("main details[open]") !== null });

function draw(history) {
  const { cells } = history.fleet;
  const living = new Set(history.fleet.vantages.filter(one => !one.isSilent).map(one => one.heartbeat.vantage.name));
  const silent = new Set(cells.map(cell => cell.vantage).filter(vantage => !living.has(vantage)));
  const heard = cells.filter(cell => !silent.has(cell.vantage));
  const failing = heard.filter(cell => cell.outcome === "failed").length;
  const slow = heard.filter(cell => cell.slow).length;
  const route = history.latest?.route;
  document.title = `${name} · Route · ProbeFleet`;
  return [
    el("div", { class: "bar" },
      el("div", {},
        el("p", { class: "trail" }, el("a", { href: link("/routes"), text: "Routes" }), ` › ${name}`),
        el("h1", { text: name }),
        el("p", {}, heard.length === 0 ? el("span", { class: "warn", text: "– no vantage that is heard probes it" })
          : failing === 0 ? el("span", { class: "good", text: `✓ passes from ${plural(heard.length, "vantage")}` }) : el("span", { class: "bad", text: `✗ fails from ${failing} of ${plural(heard.length, "vantage")}` }),
          slow > 0 ? el("span", { class: "warn", text: ` · … slow from ${slow}` }) : null,
          silent.size > 0 ? el("span", { class: "warn", text: ` · ${silent.size} silent` }) : null,
          route ? el("span", { class: "quiet", text: ` · ${route.kind} · ${route.baseUrl} · ${route.model}${route.fronts ? ` · fronts ${route.fronts}` : ""}` }) : null)),
      el("div", { class: "actions" }, linkButton(), probeButton(`Probe ${name} now`, [name], 1))),
    missing(history, history.fleet),
    past(history),
    history.latest ? section(`Last probe from ${history.vantage}`, verdict(history.latest), el("details", { id: "evidence" }, el("summary", { text: "All its evidence" }), evidence(history.latest))) : null,
    section("From every vantage", everywhere(cells, silent, history.vantage)),
  ];
}

function past(history) {
  const title = `Stage times and outcomes from ${history.vantage}`;
  const choice = el("nav", { "aria-label": "Window", class: "choice" }, Object.entries(windows).map(([value, text]) => el("a", {
    id: `window-${value}`, href: link(`/routes/${name}`, { vantage: history.vantage, window: value }), "aria-current": value === period ? "true" : null, text,
  })));
  const failed = history.steps.reduce((sum, step) => sum + step.failed, 0);
  const probes = history.steps.reduce((sum, step) => sum + step.probes, 0);
  const slow = history.steps.map(step => step.medianMs).filter(value => value !== undefined).sort((one, other) => one - other);
  const words = probes === 0 ? "No probe in this window: no data is not healthy."
    : `${plural(probes, "probe")}, ${failed} failed (${(100 * failed / probes).toFixed(failed > 0 && failed / probes < 0.01 ? 2 : 1)}\u00a0%)${slow.length > 0 ? `; median of a step ${Math.round(slow[0])} to ${Math.round(slow.at(-1))}\u00a0ms` : ""}. One step is ${span(history.stepSeconds * 1000)}.`;
  return section(title, choice, el("p", { class: "quiet", text: words }), probes === 0 ? null : [
    slow.length === 0 ? el("p", { class: "notice", text: "No probe passed in this window: there are no stage times to show." }) : null,
    stageChart(history, slow.length > 0)], failures(history));
}

// The chart's failures in words, for those who do not see it.
function failures(history) {
  const runs = [];
  for (const step of history.steps.filter(one => one.failed > 0)) {
    const last = runs.at(-1);
    const at = new Date(step.at).getTime();
    if (last && last.cause === step.cause && at - last.to <= 2 * history.stepSeconds * 1000) Object.assign(last, { to: at, failed: last.failed + step.failed });
    else runs.push({ from: at, to: at, failed: step.failed, cause: step.cause });
  }
  if (runs.length === 0) return null;
  return el("details", { id: "runs" }, el("summary", { text: `${plural(runs.length, "run")} of failures` }), el("ul", { class: "list" }, runs.reverse().slice(0, 40).map(run =>
    el("li", { text: `${stamp(run.from)}, ${span(run.to - run.from + history.stepSeconds * 1000)}: ${plural(run.failed, "failure")}, mostly ${run.cause}` }))));
}

function everywhere(cells, silent, chosen) {
  const rank = cell => silent.has(cell.vantage) ? 1 : cell.outcome === "failed" ? 0 : cell.slow ? 2 : 3;
  return el("table", { class: "rows fold" },
    el("thead", {}, el("tr", {}, ["Vantage", "Now", "Last probes, newest right"].map(text => el("th", { scope: "col", text })))),
    el("tbody", {}, cells.sort((one, other) => rank(one) - rank(other) || (one.vantage < other.vantage ? -1 : 1)).map(cell => el("tr", { class: cell.vantage === chosen ? "chosen" : null },
      el("th", { scope: "row" }, el("a", { href: link(`/routes/${name}`, { vantage: cell.vantage, window: period }), "aria-current": cell.vantage === chosen ? "true" : null, text: cell.vantage })),
      el("td", {}, silent.has(cell.vantage) ? el("span", { class: "warn", text: `– silent, ${cell.outcome} ${ago(cell.at)}` })
        : cell.slow ? el("a", { class: "warn", href: link(`/probes/${cell.probeId}`, { vantage: cell.vantage }), text: `… slow at ${stageName(cell.slow)}` })
        : cell.outcome === "passed" ? el("span", { class: "good", text: "✓ passes" })
          : [el("a", { class: "bad", href: link(`/probes/${cell.probeId}`, { vantage: cell.vantage }), text: `✗ ${cell.cause}` }), el("span", { class: "quiet", text: ` ${ownerName(cell.owner)}${cell.break ? `, at ${stageName(cell.break)}` : ""}${lasting(cell)}` })]),
      el("td", {}, strip(cell.recent))))));
}
