// The fleet's configuration, read-only. It is changed by `probefleet config apply` or PUT /api/config.
import { el, facts, section } from "./dom.js";
import { get, getOrNull, link } from "./api.js";
import { plural } from "./words.js";
import { copyButton } from "./copy.js";
import { time } from "./time.js";
import { show } from "./shell.js";

await show(() => Promise.all([getOrNull("/api/config"), get("/api/config/history")]), ([configuration, history]) => {
  document.title = "Configuration · ProbeFleet";
  if (configuration === null) {
    return [el("h1", { text: "Configuration" }), el("p", { class: "notice", text: "No configuration was applied to this fleet: each vantage reads a file of its own, or nothing yet. To apply one to all: probefleet config apply fleet.json" })];
  }
  const text = JSON.stringify(configuration, null, 2);
  const { routes, ...rest } = configuration;
  return [
    el("div", { class: "bar" },
      el("div", {}, el("h1", { text: "Configuration" }),
        el("p", { class: "quiet", text: "What every vantage probes. Keys are not in it: it names where each vantage finds its own. To change it: probefleet config apply fleet.json --if-match TAG, with the tag that probefleet config show says" })),
      el("div", { class: "actions" }, copyButton("copyJson", "Copy JSON", text))),
    section(plural(routes.length, "route"), el("table", { class: "rows fold" },
      el("thead", {}, el("tr", {}, ["Route", "Kind", "Address", "Model", "Credential", "Vantages"].map(title => el("th", { scope: "col", text: title })))),
      el("tbody", {}, routes.map(route => el("tr", {},
        el("th", { scope: "row" }, el("a", { href: link(`/routes/${route.name}`), text: route.name })),
        ["kind", "baseUrl", "model", "credential"].map(name => el("td", { text: words(route[name]) })), el("td", { text: route.vantages?.join(", ") ?? "all" })))))),
    Object.entries(rest).map(([name, value]) => section(name, typeof value === "object" && value !== null ? facts(Object.entries(value).map(([key, one]) => [key, words(one)])) : el("p", { text: words(value) }))),
    versions(history),
    el("details", {}, el("summary", { text: "As JSON" }), el("pre", { tabindex: "0", "aria-label": "The configuration as JSON", text })),
  ];
}, { isBusy: () => document.querySelector("main details[open]") !== null });

function words(value) {
  return value === undefined ? "" : typeof value === "object" ? JSON.stringify(value) : String(value);
}

function versions({ versions: all, unreadable }) {
  if (all.length === 0 && unreadable === 0) return [];
  return section("Who changed it, and when",
    el("table", { class: "rows fold" },
      el("thead", {}, el("tr", {}, ["Version", "Applied", "By"].map(title => el("th", { scope: "col", text: title })))),
      el("tbody", {}, all.map(version => el("tr", {},
        el("th", { scope: "row", text: version.version }), el("td", {}, time(version.appliedAt)), el("td", { text: version.by ?? "not kept" }))))),
    unreadable > 0 ? el("p", { class: "notice", text: `${plural(unreadable, "more version")} cannot be read.` }) : [],
    el("p", { class: "quiet", text: "“By” is what whoever applied it said. To see one: probefleet config history VERSION. To bring one back: probefleet config rollback VERSION" }));
}
