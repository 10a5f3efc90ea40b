// One probe with all its evidence.
import { el, facts, section } from "./dom.js";
import { get, link, subject } from "./api.js";
import { evidence, verdict } from "./evidence.js";
import { copyButton, linkButton } from "./copy.js";
import { packetButton } from "./packet.js";
import { show } from "./shell.js";

const id = subject();
const vantage = new URLSearchParams(location.search).get("vantage");

await show(() => get(`/api/probes/${encodeURIComponent(id)}${vantage === null ? "" : `?vantage=${encodeURIComponent(vantage)}`}`), result => [
  el("div", { class: "bar" },
    el("div", {},
      el("p", { class: "trail" }, el("a", { href: link("/"), text: "Fleet" }), " › ", el("a", { href: link(`/routes/${result.route.name}`, { vantage: result.vantage.name }), text: result.route.name }), ` › probe ${result.id}`),
      el("h1", {}, `${result.route.name} from `, el("a", { href: link(`/vantages/${result.vantage.name}`), text: result.vantage.name }))),
    el("div", { class: "actions" }, linkButton(), copyButton("copyProbe", "Copy probe id", result.id),
      result.response?.requestId ? copyButton("copyRequest", "Copy request id", result.response.requestId) : null,
      copyButton("copyCommand", "Copy command", commandOf(result)), packetButton("Packet", `/api/probes/${result.id}/packet`, `probe-${result.id}`))),
  section("Diagnosis", verdict(result)),
  el("div", { class: "gap" }, facts([["Kind", result.route.kind], ["Base URL", result.route.baseUrl], ["Model", result.route.model], ["API version", result.route.apiVersion], ["Request", result.route.request], ["HTTP asked for", result.route.http], ["Stands in front of", result.route.fronts], ["Called from", result.route.runtime], ["Variant", result.variant]])),
  evidence(result),
  section("For comparing", el("details", {}, el("summary", { text: "Fingerprints: two probes with the same one are the same request" }),
    facts([["Route fingerprint", el("span", { class: "mono", text: result.fingerprint.route })], ["Path fingerprint", el("span", { class: "mono", text: result.fingerprint.path })]]))),
], { isBusy: () => document.querySelector("main details[open]") !== null });

// The command that repeats the probe from every vantage, with the fleet's configuration and the reader's own key in PROBEFLEET_KEY.
function commandOf(result) {
  return `probefleet probe --fleet --url ${location.origin} --route ${result.route.name} --depth ${result.depth}`;
}
