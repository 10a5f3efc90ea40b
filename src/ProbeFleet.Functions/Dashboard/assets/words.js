// The words of the contract as people read them. A letter names the owner, so that colour is never the only sign.

export const owners = {
  "connection-path": { letter: "P", name: "connection path", means: "DNS, TCP, proxy or TLS between vantage and provider" },
  "route-provider": { letter: "G", name: "route provider", means: "the gateway in front of the model" },
  "api-server": { letter: "S", name: "API server", means: "the provider itself" },
  authentication: { letter: "A", name: "authentication", means: "credential, token or permission" },
  quota: { letter: "Q", name: "quota", means: "rate, billing or a gateway's limit" },
  configuration: { letter: "C", name: "configuration", means: "what fleet.json says of the route" },
  unknown: { letter: "?", name: "unknown", means: "the evidence does not say" },
};

export const stages = ["configure", "credential", "resolve", "connect", "tunnel", "secure", "send", "respond", "answer"];

export const stageWords = {
  configure: "configuration", credential: "credential", resolve: "DNS", connect: "TCP", tunnel: "proxy tunnel", secure: "TLS",
  send: "request", respond: "response headers", answer: "body",
};

export const ownerName = owner => owner === "none" ? "nobody" : owners[owner]?.name ?? owner;

export const percent = probability => `${Math.round(probability * 100)} %`;

export const plural = (count, one, many = `${one}s`) => `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
