// Every route: its provider, and its state from every vantage.
import { el } from "./dom.js";
import { get, link } from "./api.js";
import { lasting } from "./time.js";
import { cause, plural } from "./words.js";
import { filterField } from "./filter.js";
import { modelOf } from "./fleet-model.js";
import { missing } from "./missing.js";
import { show } from "./shell.js";

await show(() => get("/api/fleet"), fleet => {
  const model = modelOf(fleet, "worst");
  const seen = new Set(model.routes.map(route => route.name));
  const unseen = (fleet.routes ?? []).filter(route => !seen.has(route.name)).map(route => ({ ...route, heard: 0, failing: 0, slow: 0 }));
  const rows = [...model.routes, ...unseen].map(route => row(route, fleet.cells.filter(cell => cell.route === route.name && cell.state === "fail")));
  const { field, none } = filterField("routeFilter", "Search name, provider, address, model", rows, { what: "route" });
  const failing = model.routes.filter(route => route.failing > 0).length;
  document.title = "Routes · ProbeFleet";
  return [
    el("h1", { text: failing > 0 ? `${failing} of ${plural(rows.length, "route")} ${failing === 1 ? "fails" : "fail"} somewhere` : plural(rows.length, "route") }),
    el("p", { class: "quiet", text: "A route is one way to a model: base URL, model and credential, as fleet.json names it." }),
    missing(fleet),
    el("div", { class: "filters" }, field),
    el("table", { class: "rows fold" },
      el("thead", {}, el("tr", {}, ["Route", "Now", "Causes", "Provider", "Address", "Model"].map(text => el("th", { scope: "col", text })))),
      el("tbody", {}, rows)),
    none,
  ];
});

function row(route, failed) {
  const longest = failed.filter(cell => cell.failingSince).sort((one, other) => new Date(one.failingSince) - new Date(other.failingSince))[0];
  const causes = [...new Set(failed.map(cell => cell.cause))];
  return el("tr", {},
    el("th", { scope: "row" }, el("a", { href: link(`/routes/${route.name}`), text: route.name })),
    el("td", {}, route.failing > 0 ? el("span", { class: "bad", text: `✗ fails from ${route.failing} of ${plural(route.heard, "vantage")}${longest ? lasting(longest) : ""}` })
      : route.slow > 0 ? el("span", { class: "warn", text: `… slow from ${route.slow} of ${plural(route.heard, "vantage")}` })
        : route.heard > 0 ? el("span", { class: "good", text: `✓ passes from ${plural(route.heard, "vantage")}` }) : el("span", { class: "warn", text: "– no vantage that is heard probes it" })),
    el("td", {}, causes.slice(0, 3).map((code, index) => [index > 0 ? ", " : "", cause(code)])),
    el("td", { text: route.provider ?? "" }), el("td", { text: route.baseUrl ?? "" }), el("td", { text: route.model ?? "" }));
}
