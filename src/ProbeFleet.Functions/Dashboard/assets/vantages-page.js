// Every vantage: where it runs, whether it is silent, and the state of its routes.
import { el } from "./dom.js";
import { get, link } from "./api.js";
import { ago } from "./time.js";
import { plural } from "./words.js";
import { filterField } from "./filter.js";
import { modelOf } from "./fleet-model.js";
import { isWhole, missing } from "./missing.js";
import { show } from "./shell.js";

await show(() => get("/api/fleet"), fleet => {
  const model = modelOf(fleet, "worst");
  const beats = new Map(fleet.vantages.map(one => [one.heartbeat.vantage.name, one.heartbeat]));
  const rows = model.vantages.map(vantage => row(vantage, beats.get(vantage.name)));
  const { field, none } = filterField("vantageFilter", "Search name, region, network, address", rows, { what: "vantage" });
  document.title = "Vantages · ProbeFleet";
  return [
    el("h1", { text: plural(rows.length, "vantage") }),
    el("p", { class: "quiet", text: `A vantage is a place that probes. ${model.silent === 0 ? isWhole(fleet) ? "Each is heard." : "Each that could be read is heard." : `${plural(model.silent, "is silent", "are silent")}: of their routes nothing is known.`}` }),
    missing(fleet),
    el("div", { class: "filters" }, field),
    el("table", { class: "rows fold" },
      el("thead", {}, el("tr", {}, ["Vantage", "Heard", "Routes", "Region", "Network", "Way out", "Version"].map(text => el("th", { scope: "col", text })))),
      el("tbody", {}, rows)),
    none,
  ];
});

function row(vantage, beat) {
  return el("tr", {},
    el("th", { scope: "row" }, el("a", { href: link(`/vantages/${vantage.name}`), text: vantage.name })),
    el("td", {}, vantage.isSilent ? el("span", { class: "warn", text: vantage.isUnread ? "– its heartbeat cannot be read" : vantage.heardAt ? `– silent, last heard ${ago(vantage.heardAt)}` : "– never heard" }) : el("span", { class: "good", text: "✓ heard" })),
    el("td", {}, vantage.isSilent ? el("span", { class: "quiet", text: "unknown" })
      : vantage.count === 0 ? el("span", { class: "quiet", text: "probes no route" })
      : vantage.failing > 0 ? el("span", { class: "bad", text: `✗ ${vantage.failing} of ${vantage.count} fail` })
        : vantage.slow > 0 ? el("span", { class: "warn", text: `… ${vantage.slow} of ${vantage.count} slow` }) : el("span", { class: "good", text: `✓ ${plural(vantage.count, "passes", "pass")}` })),
    el("td", { text: vantage.region }), el("td", { text: vantage.network }), el("td", { text: [beat?.egress, beat?.proxy].filter(Boolean).join(", by proxy ") }),
    el("td", { text: beat?.vantage.runtime?.app ?? "" }));
}
