// The contract's words in plain language. A letter names the owner, so that colour is never the only sign.
import { el } from "./dom.js";
import { link } from "./api.js";

export const owners = {
  "connection-path": { letter: "P", name: "connection path", means: "DNS, TCP, proxy or TLS between vantage and provider" },
  "route-provider": { letter: "G", name: "route provider", means: "the gateway in front of the model" },
  "api-server": { letter: "S", name: "API server", means: "the provider itself" },
  authentication: { letter: "A", name: "authentication", means: "credential, token or permission" },
  quota: { letter: "Q", name: "quota", means: "rate, billing or a gateway's limit" },
  configuration: { letter: "C", name: "configuration", means: "what fleet.json says of the route" },
  unknown: { letter: "?", name: "unknown", means: "the evidence does not say" },
};

export const stages = ["configure", "credential", "resolve", "connect", "tunnel", "secure", "send", "respond", "first-event", "answer"];

export const stageWords = {
  configure: "configuration", credential: "credential", resolve: "DNS", connect: "TCP", tunnel: "proxy tunnel", secure: "TLS",
  send: "request", respond: "response headers", "first-event": "first event", answer: "body",
};

export const stageName = stage => stageWords[stage] ?? stage;

export const ownerName = owner => owner === "none" ? "nobody" : owners[owner]?.name ?? owner;

export const ownerLetter = owner => owners[owner]?.letter ?? "?";

export const percent = probability => `${Math.round(probability * 100)}\u00a0%`;

/** A probability in words; the number is behind a fold. */
export const likely = probability => probability >= 0.95 ? "almost certain" : probability >= 0.5 ? "probable" : "possible";

export const plural = (count, one, many = `${one}s`) => `${count.toLocaleString("en")}\u00a0${count === 1 ? one : many}`;

/** A cause, linked to its meaning. */
export const cause = (code, className = null) => el("a", { class: className, href: `${link("/causes")}#${encodeURIComponent(code)}`, title: "What this means", text: code });

const kinds = {
  dns: "DNS resolver", egress: "way out of", proxy: "proxy", corridor: "network between", "private-endpoint": "private endpoint", "trust-store": "trusted certificates of",
  "token-service": "token service of", front: "server", configuration: "configuration of", credential: "credential", quota: "quota", deployment: "model deployment", upstream: "model service",
};

/** A component's name, such as `dns:vnet-prod`, in words. */
export function component(name) {
  if (name === "other") return "a cause that the fleet's configuration does not name";
  if (name === "none") return "nothing";
  const colon = name.indexOf(":");
  const [kind, rest] = [name.slice(0, colon), name.slice(colon + 1)];
  if (kind === "other") return `what these share: ${rest.split("+").map(component).join(" and ")}`;
  if (!kinds[kind]) return name;
  const [from, to] = rest.split("→");
  if (to === undefined) return `${kinds[kind]} ${rest}`;
  return kind === "corridor" ? `network between ${from} and ${to}` : kind === "egress" ? `way out of ${from} to ${to}` : `${kinds[kind]} of ${from} for ${to}`;
}

/** Replaces the components' names in a text with words. */
export const inWords = (text, names) => [...new Set(names)].filter(name => name.includes(":")).sort((one, other) => other.length - one.length)
  .reduce((said, name) => said.replaceAll(name, `the ${component(name)}`), text);

/** The first names, and how many more there are. */
export const some = (names, most = 4) => names.length <= most + 1 ? names.join(", ") : `${names.slice(0, most).join(", ")} and ${names.length - most} more`;
