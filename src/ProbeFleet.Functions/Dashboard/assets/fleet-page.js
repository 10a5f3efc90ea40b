// The fleet: open incidents, then every vantage and route at a glance.
import { announce, el, section } from "./dom.js";
import { get, link } from "./api.js";
import { ago, lasting, span } from "./time.js";
import { cause, likely, ownerLetter, ownerName, owners, plural } from "./words.js";
import { isSlow } from "./incident-parts.js";
import { manyCells, modelOf, narrowed } from "./fleet-model.js";
import { matrix } from "./matrix.js";
import { isWhole, missing } from "./missing.js";
import { probeButton } from "./probe-now.js";
import { show } from "./shell.js";

const choices = {
  order: { label: "Order", options: { worst: "worst first", name: "by name" } },
  rows: { label: "Vantages by", options: { none: "name", region: "region", network: "network" } },
  columns: { label: "Routes by", options: { none: "name", provider: "provider" } },
  only: { label: "Show", options: { all: "everything", unwell: "what is not well" } },
};

const chosen = name => sessionStorage.getItem(name);

await show(() => Promise.all([get("/api/fleet"), get("/api/incidents?state=open&top=50")]), draw);

function draw([fleet, open]) {
  const model = modelOf(fleet, chosen("order") ?? "worst");
  document.title = `${open.incidents.length > 0 ? `(${open.incidents.length}) ` : ""}Fleet · ProbeFleet`;
  return [
    el("div", { class: "bar" },
      el("div", {}, el("h1", { text: headline(model, open.incidents, isWhole(fleet, open)) }), el("p", { class: "quiet", text: numbers(model) })),
      el("div", { class: "actions" }, probeButton("Probe the fleet now", ["*"], model.routes.length))),
    missing(fleet, open),
    incidents(open.incidents),
    model.cells === 0
      ? el("p", { class: "panel", text: isWhole(fleet) ? "No vantage has stored a probe yet. A vantage appears here after its first round." : "No stored probe could be read." })
      : [worst(model), overview(fleet, model.cells), legend()],
    interceptions(fleet.interceptions),
  ];
}

function headline(model, incidents, isAll) {
  if (incidents.length > 0) return plural(incidents.length, "open incident");
  if (model.failing > 0) return `${plural(model.failing, "path fails", "paths fail")}, no incident open`;
  if (model.slow > 0) return `${plural(model.slow, "path is slow", "paths are slow")}, no incident open`;
  if (model.silent > 0) return `${plural(model.silent, "vantage is silent", "vantages are silent")}`;
  if (!isAll) return "Nothing is known to fail";
  return model.cells === 0 ? "No data yet" : "All routes pass";
}

function numbers(model) {
  const heard = model.vantages.length - model.silent;
  return `${model.passing.toLocaleString("en")} of ${plural(model.cells, "path")} pass${model.slow > 0 ? `, ${model.slow.toLocaleString("en")} slowly` : ""} · ${heard} of ${plural(model.vantages.length, "vantage")} heard · ${plural(model.routes.length, "route")}`;
}

// The table with its filters. Only the table is redrawn, so that the field keeps its focus while typing.
function overview(fleet, cells) {
  const place = el("div", {});
  const isMany = cells > manyCells;
  const value = name => chosen(name) ?? (isMany && name === "rows" ? "region" : Object.keys(choices[name].options)[0]);
  const put = focus => {
    const model = narrowed(modelOf(fleet, value("order")), { search: chosen("search") ?? "", only: value("only") === "unwell" });
    const isEmpty = model.vantages.length === 0 || model.routes.length === 0;
    place.replaceChildren(isEmpty ? el("p", { class: "panel", text: value("only") === "unwell" && !chosen("search") ? "Nothing here fails, is slow or silent." : "No vantage or route has these words." })
      : matrix(model, { rows: value("rows"), columns: value("columns") }, put));
    if (focus) document.getElementById(focus)?.focus();
    return model;
  };
  const search = el("input", { id: "search", type: "search", autocomplete: "off", value: chosen("search") ?? "", on: { input: () => {
    sessionStorage.setItem("search", search.value);
    const { vantages, routes } = put();
    announce(`${plural(vantages.length, "vantage")}, ${plural(routes.length, "route")}`);
  } } });
  put();
  return [
    el("div", { class: "filters" },
      el("div", { class: "field wide" }, el("label", { for: "search", text: "Search name, region, network, provider" }), search),
      Object.entries(choices).map(([name, { label, options }]) => el("div", { class: "field" }, el("label", { for: name, text: label }),
        el("select", { id: name, on: { change: event => { sessionStorage.setItem(name, event.target.value); put(); } } },
          Object.entries(options).map(([option, text]) => el("option", { value: option, text, selected: option === value(name) })))))),
    place,
  ];
}

function incidents(list) {
  if (list.length === 0) return null;
  return el("ul", { class: "plain incidents", "aria-label": "Open incidents" }, list.map(incident => {
    const vantages = new Set(incident.affected.map(one => one.vantage)).size;
    const routes = new Set(incident.affected.map(one => one.route)).size;
    return el("li", { class: isSlow(incident) ? "slow" : null },
      el("span", { class: "letter", "aria-hidden": "true", text: ownerLetter(incident.owner) }),
      el("div", {},
        el("a", { id: `incident-${incident.id}`, href: link(`/incidents/${incident.id}`), text: incident.title }),
        el("p", {}, `Owner: ${ownerName(incident.owner)}, ${likely(incident.confidence)} · ${plural(routes, "route")} from ${plural(vantages, "vantage")} · open for ${span(Date.now() - new Date(incident.openedAt))}`,
          incident.isFlapping ? [" ", el("span", { class: "tag warn", text: "~ comes and goes" })] : null,
          isSlow(incident) ? [" ", el("span", { class: "tag warn", text: "… slow, nothing fails" })] : null)));
  }));
}

// Names broken, slow and silent rows and columns in words: what the matrix shows, for those who do not see it.
function worst(model) {
  const rows = model.vantages.filter(vantage => vantage.isBroken && !vantage.isSilent);
  const columns = model.routes.filter(route => route.isBroken);
  const slowRows = model.vantages.filter(vantage => vantage.isSlow && !vantage.isSilent);
  const slowColumns = model.routes.filter(route => route.isSlow);
  const silent = model.vantages.filter(vantage => vantage.isSilent);
  const parts = [
    ...columns.slice(0, 3).map(route => [link(`/routes/${route.name}`), route.name, ` fails from ${route.failing} of ${plural(route.heard, "vantage")}`, route.tells]),
    ...rows.slice(0, 3).map(vantage => [link(`/vantages/${vantage.name}`), vantage.name, ` fails on ${vantage.failing} of ${plural(vantage.count, "route")}`, vantage.tells]),
    ...slowColumns.slice(0, 3).map(route => [link(`/routes/${route.name}`), route.name, ` is slow from ${route.slow} of ${plural(route.heard, "vantage")}`]),
    ...slowRows.slice(0, 3).map(vantage => [link(`/vantages/${vantage.name}`), vantage.name, ` is slow on ${vantage.slow} of ${plural(vantage.count, "route")}`]),
    ...silent.slice(0, 3).map(vantage => [link(`/vantages/${vantage.name}`), vantage.name, silence(vantage)]),
  ];
  const left = rows.length + columns.length + slowRows.length + slowColumns.length + silent.length - parts.length;
  return parts.length === 0 ? null : el("ul", { class: "plain worst" },
    parts.map(([href, name, text, tells]) => el("li", {}, el("a", { href, text: name }), text, tells ? [": ", tells.causes.slice(0, 3).map((code, index) => [index > 0 ? ", " : "", cause(code)]), tells.most ? `, ${ownerName(tells.most.owner)}${lasting(tells.most)}` : ""] : null)),
    left > 0 ? el("li", { class: "quiet", text: `and ${left} more` }) : null);
}

function silence(vantage) {
  if (vantage.isUnread) return " has a heartbeat that cannot be read";
  return vantage.heardAt ? ` is silent, last heard ${ago(vantage.heardAt)}` : " is expected and was never heard";
}

function legend() {
  const sign = (className, text, words) => el("li", {}, el("span", { class: `sample ${className}`, "aria-hidden": "true", text }), words);
  return el("ul", { class: "plain legend", "aria-label": "What the signs mean" },
    sign("pass", "·", "passes"),
    sign("shaky", "~", "passes, failed lately"),
    sign("slow", "…", "passes, has become slow"),
    sign("silent", "–", "silent vantage: unknown"),
    sign("fail told", "", "fails as its whole row or column does"),
    Object.values(owners).map(owner => sign("fail", owner.letter, `fails: ${owner.name}`)));
}

function interceptions(list) {
  if (list.length === 0) return null;
  return section("TLS is probably inspected", el("p", { class: "quiet", text: "These vantages are shown another certificate issuer than most of the fleet." }),
    el("table", { class: "rows fold" },
      el("thead", {}, el("tr", {}, ["Vantage", "Route", "It sees", "Most see"].map(text => el("th", { scope: "col", text })))),
      el("tbody", {}, list.slice(0, 30).map(one => el("tr", {},
        el("th", { scope: "row" }, el("a", { href: link(`/vantages/${one.vantage}`), text: one.vantage })),
        el("td", {}, el("a", { href: link(`/routes/${one.route}`, { vantage: one.vantage }), text: one.route })),
        el("td", { class: "warn", text: one.issuer }), el("td", { text: one.majority }))))));
}
