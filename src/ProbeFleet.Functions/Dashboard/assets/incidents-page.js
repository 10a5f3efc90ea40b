// All incidents: the open ones first, then those closed ones that are still kept.
import { el } from "./dom.js";
import { get, link } from "./api.js";
import { span, stamp, time } from "./time.js";
import { component, likely, ownerLetter, ownerName, owners, plural, some } from "./words.js";
import { stateTag } from "./incident-parts.js";
import { filterField } from "./filter.js";
import { isWhole, missing } from "./missing.js";
import { show } from "./shell.js";

let state = sessionStorage.getItem("incidentState") ?? "all";
let owner = "";

await show(() => get("/api/incidents?state=all&top=500"), answer => {
  const { incidents } = answer;
  const open = incidents.filter(one => one.state === "open").length;
  document.title = `${open > 0 ? `(${open}) ` : ""}Incidents · ProbeFleet`;
  const sorted = [...incidents].sort((one, other) => (other.state === "open") - (one.state === "open") || (one.openedAt < other.openedAt ? 1 : -1));
  const rows = sorted.map(row);
  const { field, none, apply } = filterField("incidentFilter", "Search title, route, vantage", rows, {
    what: "incident", also: item => (state === "all" || (state === "open") === (item.dataset.state === "open")) && (owner === "" || item.dataset.owner === owner),
  });
  return [
    el("h1", { text: open > 0 ? plural(open, "open incident") : isWhole(answer) ? "No open incident" : "No open incident is known" }),
    el("p", { class: "quiet", text: `${plural(incidents.length, "incident")} in all; closed ones are kept as long as results${incidents.length === 500 ? "; older ones than these 500 are not shown" : ""}.` }),
    missing(answer),
    (answer.unreadableIncidents ?? []).map(unread),
    incidents.length === 0 && !isWhole(answer) ? null : incidents.length === 0 ? el("p", { class: "panel", text: "The fleet has opened none yet. One is opened when probes fail in a way that a component explains." }) : [
      el("div", { class: "filters" }, field,
        choice("incidentState", "State", [["all", "open and ended"], ["open", "open"], ["ended", "closed and merged"]], state, value => { state = value; sessionStorage.setItem("incidentState", value); apply(true); }),
        choice("incidentOwner", "Owner", [["", "anybody"], ...Object.entries(owners).map(([value, { name }]) => [value, name])], owner, value => { owner = value; apply(true); })),
      el("table", { class: "rows fold" },
        el("thead", {}, el("tr", {}, ["State", "Incident", "Owner", "Began", "Lasted", "Affected"].map(text => el("th", { scope: "col", text })))),
        el("tbody", {}, rows)),
      none],
  ];
});

// What is known of one that cannot be read, and what the judge makes of it.
function unread(one) {
  return el("p", { class: "notice" }, el("b", { text: one.id ?? "An incident without an id" }), one.component ? `, of the ${component(one.component)}` : null,
    one.mayBeOpen ? ", perhaps open" : null, one.writtenAt ? `, last written ${stamp(one.writtenAt)}` : null, `: ${one.reason}`,
    one.mayBeOpen && one.component ? " No second incident is opened for this component until a window after that; then one that names it." : null);
}

function choice(id, label, options, chosen, pick) {
  return el("div", { class: "field" }, el("label", { for: id, text: label }),
    el("select", { id, on: { change: event => pick(event.target.value) } }, options.map(([value, text]) => el("option", { value, text, selected: value === chosen }))));
}

function row(incident) {
  const routes = [...new Set(incident.affected.map(one => one.route))];
  const vantages = [...new Set(incident.affected.map(one => one.vantage))];
  const first = incident.affected.map(one => one.firstFailedAt).sort()[0] ?? incident.openedAt;
  return el("tr", { dataset: { state: incident.state, owner: incident.owner } },
    el("td", {}, stateTag(incident)),
    el("th", { scope: "row" }, el("a", { id: `incident-${incident.id}`, href: link(`/incidents/${incident.id}`), text: incident.title }), incident.isFlapping ? [" ", el("span", { class: "tag warn", text: "~ comes and goes" })] : null),
    el("td", { text: `${ownerLetter(incident.owner)} ${ownerName(incident.owner)}, ${likely(incident.confidence)}` }),
    el("td", {}, time(first)),
    el("td", { class: "number", text: incident.closedAt ? span(new Date(incident.closedAt) - new Date(first)) : `${span(Date.now() - new Date(first))} so far` }),
    el("td", {}, `${plural(routes.length, "route")}: ${some(routes, 3)}; `, `${plural(vantages.length, "vantage")}: ${some(vantages, 3)}`));
}
