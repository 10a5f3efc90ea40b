// One vantage: where and as what it runs, whether it is silent, and its routes.
import { el, facts, section } from "./dom.js";
import { get, link, subject } from "./api.js";
import { ago, lasting, span, time } from "./time.js";
import { ownerName, plural, stageName } from "./words.js";
import { linkButton } from "./copy.js";
import { missing } from "./missing.js";
import { strip } from "./strip.js";
import { show } from "./shell.js";

const name = subject();

await show(() => get(`/api/fleet?vantage=${encodeURIComponent(name)}`), fleet => {
  const status = fleet.vantages[0];
  const cells = fleet.cells.sort((one, other) => (other.outcome === "failed") - (one.outcome === "failed") || Boolean(other.slow) - Boolean(one.slow) || (one.route < other.route ? -1 : 1));
  const failing = cells.filter(cell => cell.outcome === "failed").length;
  const slow = cells.filter(cell => cell.slow).length;
  document.title = `${name} · Vantage · ProbeFleet`;
  return [
    el("div", { class: "bar" },
      el("div", {}, el("p", { class: "trail" }, el("a", { href: link("/vantages"), text: "Vantages" }), ` › ${name}`), el("h1", { text: name })),
      el("div", { class: "actions" }, linkButton())),
    missing(fleet),
    status ? heard(status) : el("p", { class: "notice", text: (fleet.unreadableVantages ?? []).includes(name)
      ? "Its heartbeat cannot be read: nothing says where it runs, nor whether it still probes." : "No vantage of this name has said anything yet." }),
    el("div", { class: "columns" },
      el("div", {}, section(`Routes (${failing} of ${cells.length} fail${slow > 0 ? `, ${slow} slow` : ""})`, routes(cells, status?.isSilent ?? true)), intercepted(fleet.interceptions)),
      el("div", {}, status ? runtime(status.heartbeat) : null)),
  ];
});

function heard({ heartbeat, isSilent }) {
  const at = heartbeat.storedAt ?? heartbeat.at;
  const drift = heartbeat.storedAt ? new Date(heartbeat.storedAt) - new Date(heartbeat.at) : 0;
  return [
    isSilent
      ? el("p", { class: "notice" }, el("b", { text: `– Silent: last heard ${ago(at)}` }), " (", time(at), "). What is shown of its routes is old: no data is not healthy.")
      : el("p", {}, el("span", { class: "tag good", text: "✓ heard" }), ` ${ago(at)}`),
    Math.abs(drift) > 30_000 ? el("p", { class: "notice", text: `Its clock and the storage account's differ by ${span(Math.abs(drift))}: certificates and tokens may fail for that alone.` }) : null,
    heartbeat.spoolDepth > 0 ? el("p", { class: "notice", text: `${plural(heartbeat.spoolDepth, "result")} wait on its local disk: storage did not take them.` }) : null,
  ];
}

function routes(cells, isSilent) {
  return el("table", { class: "rows fold" },
    el("thead", {}, el("tr", {}, ["Route", "Now", "Last probes, newest right"].map(text => el("th", { scope: "col", text })))),
    el("tbody", {}, cells.map(cell => el("tr", {},
      el("th", { scope: "row" }, el("a", { href: link(`/routes/${cell.route}`, { vantage: cell.vantage }), text: cell.route })),
      el("td", {}, isSilent ? el("span", { class: "quiet", text: `– unknown, ${cell.outcome} ${ago(cell.at)}` })
        : cell.slow ? el("a", { class: "warn", href: link(`/probes/${cell.probeId}`, { vantage: cell.vantage }), text: `… slow at ${stageName(cell.slow)}` })
        : cell.outcome === "passed" ? el("span", { class: "good", text: "✓ passes" })
          : [el("a", { class: "bad", href: link(`/probes/${cell.probeId}`, { vantage: cell.vantage }), text: `✗ ${cell.cause}` }), el("span", { class: "quiet", text: ` ${ownerName(cell.owner)}${cell.break ? `, at ${stageName(cell.break)}` : ""}${lasting(cell)}` })]),
      el("td", {}, strip(cell.recent))))));
}

function intercepted(list) {
  if (list.length === 0) return null;
  return section("TLS is probably inspected", list.map(one => el("p", {}, el("b", { text: one.route }), " shows the issuer ", el("span", { class: "warn", text: one.issuer }), `; ${plural(one.agreeing, "vantage")} see ${one.majority}.`)));
}

function runtime(heartbeat) {
  const { vantage } = heartbeat;
  const known = Object.entries(vantage.runtime ?? {}).map(([fact, value]) => [fact, typeof value === "object" && value !== null ? JSON.stringify(value) : value]);
  return [
    section("Where", facts([["Region", vantage.region], ["Network", vantage.network], ["Egress", heartbeat.egress], ["Proxy", heartbeat.proxy], ["Resolvers", heartbeat.resolvers?.join(", ")]])),
    section("Runtime", facts(known), el("details", {}, el("summary", { text: "Hashes: equal ones mean equal files" }), facts([["Trusted roots", hash(heartbeat.trustStoreHash)], ["Package", hash(heartbeat.packageHash)]]))),
    section("Rounds", facts([["Last round", heartbeat.lastRoundAt ? `${heartbeat.lastRound}, ended ${ago(heartbeat.lastRoundAt)}` : "none yet"], ["Waiting on disk", heartbeat.spoolDepth]])),
  ];
}

function hash(value) {
  return value ? el("span", { class: "mono", text: value }) : null;
}
