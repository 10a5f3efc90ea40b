// The version, this vantage's health, and links to the documents.
import { el, facts, section } from "./dom.js";
import { get, link } from "./api.js";
import { time } from "./time.js";
import { owners } from "./words.js";
import { show } from "./shell.js";

await show(() => get("/api/health/details", { alsoTakes: 503 }), health => {
  document.title = "About · ProbeFleet";
  return [
    el("h1", { text: "About ProbeFleet" }),
    el("p", { text: "A fleet of vantages probes the ways to language models with real requests, says whose fault a break is, and finds the part that all broken ways share." }),
    section("This vantage", facts([
      ["Name", el("a", { href: link(`/vantages/${health.vantage}`), text: health.vantage })],
      ["Version", health.app],
      ["Health", el("span", { class: health.status === "healthy" ? "good" : "warn", text: health.status })],
      ["Last round", health.lastRoundAt ? time(health.lastRoundAt) : "none yet"],
    ]), health.problems.map(text => el("p", { class: "notice", text }))),
    section("Whose fault: the owners", el("ul", { class: "plain" }, Object.values(owners).map(owner => el("li", {}, el("b", { text: `${owner.letter} ${owner.name}` }), `: ${owner.means}`)))),
    section("Documents", el("ul", { class: "list" },
      el("li", {}, el("a", { href: link("/causes"), text: "Causes" }), ": what each means and what to do"),
      el("li", { text: "In the repository's docs folder of this version: dashboard.md, incidents.md, localization.md, configuration.md, http-api.md, telemetry.md, operations." }),
      el("li", { text: "On the command line: probefleet --help" }))),
  ];
});
