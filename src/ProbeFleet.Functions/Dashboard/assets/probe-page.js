// One probe with all its evidence.
import { el, facts, section } from "./dom.js";
import { get, link, subject } from "./api.js";
import { evidence, verdict } from "./evidence.js";
import { packetButton } from "./packet.js";
import { show } from "./shell.js";

const id = subject();
const vantage = new URLSearchParams(location.search).get("vantage");

await show(() => get(`/api/probes/${encodeURIComponent(id)}${vantage === null ? "" : `?vantage=${encodeURIComponent(vantage)}`}`), result => [
  el("div", { class: "bar" },
    el("div", {},
      el("p", { class: "trail" }, el("a", { href: link("/"), text: "Fleet" }), " › ", el("a", { href: link(`/routes/${result.route.name}`, { vantage: result.vantage.name }), text: result.route.name }), ` › probe ${result.id}`),
      el("h1", {}, `${result.route.name} from `, el("a", { href: link(`/vantages/${result.vantage.name}`), text: result.vantage.name }))),
    el("div", { class: "actions" }, packetButton("Packet", `/api/probes/${result.id}/packet`, `probe-${result.id}`))),
  section("Diagnosis", verdict(result)),
  el("div", { class: "gap" }, facts([["Kind", result.route.kind], ["Base URL", result.route.baseUrl], ["Model", result.route.model], ["API version", result.route.apiVersion], ["Fronts", result.route.fronts], ["Variant", result.variant],
    ["Route fingerprint", el("span", { class: "mono", text: result.fingerprint.route })], ["Path fingerprint", el("span", { class: "mono", text: result.fingerprint.path })]])),
  evidence(result),
]);
