// What each cause means, who has to act, what to do and what not to do: the catalog that the diagnosis itself is made from.
import { el } from "./dom.js";
import { get } from "./api.js";
import { ownerLetter, ownerName, plural } from "./words.js";
import { filterField } from "./filter.js";
import { show } from "./shell.js";

await show(() => get("/api/causes"), ({ causes }) => {
  const entries = causes.map(entry => el("section", { id: entry.cause, class: "entry" },
    el("h2", {}, el("a", { href: `#${encodeURIComponent(entry.cause)}`, class: "mono", text: entry.cause })),
    el("p", { text: entry.explanation }),
    el("p", {}, "Owner: ", el("b", { text: entry.owner === "none" ? "nobody" : `${ownerLetter(entry.owner)} ${ownerName(entry.owner)}` }),
      entry.otherOwners.map(other => [", or ", el("b", { text: ownerName(other.owner) }), ` when ${other.when}`]), "."),
    list("Do next", entry.doNext), list("Do not", entry.doNot)));
  const { field, none } = filterField("causeFilter", "Search", entries, { what: "cause" });
  document.title = "Causes · ProbeFleet";
  return [
    el("h1", { text: "Causes" }),
    el("p", { class: "quiet", text: `The ${plural(causes.length, "cause")} that a diagnosis can name. The first word says where: config, credential, dns, tcp, proxy, tls, http, auth, quota, server, gateway.` }),
    el("div", { class: "filters" }, field), none, entries,
  ];
}, { isBusy: () => true });

function list(title, steps) {
  return steps.length === 0 ? null : [el("h3", { text: title }), el("ul", { class: "list" }, steps.map(text => el("li", { text })))];
}
