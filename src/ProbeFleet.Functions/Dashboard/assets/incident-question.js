// The most informative probe: what the fleet asks by itself, what is waiting, and the button that asks now.
import { announce, el, section } from "./dom.js";
import { get, link, post } from "./api.js";
import { clock, time } from "./time.js";
import { inWords } from "./words.js";

const lookAgainAfter = 2_000;
let following = null;

const ways = {
  full: "", keyless: ", without a key", "list-models": ", listing the models only", "other-resolver": ", asked by another resolver", "no-proxy": ", past the proxy", ipv4: ", over IPv4 alone", ipv6: ", over IPv6 alone",
  "system-trust": ", with the system's own trusted roots", "without-sdk": ", without the SDK",
};

const states = { waiting: ["quiet", "… waiting"], answered: ["good", "✓ answered"], unanswered: ["warn", "– no answer"] };

export function questions(incident, path, names, refresh) {
  const waiting = incident.questions.find(one => one.state === "waiting");
  const next = incident.localization?.nextProbe;
  if (waiting) follow(waiting.id, path, refresh);
  if (incident.questions.length === 0 && !(next && incident.state === "open")) return null;
  return section("The probe that would tell most",
    incident.state !== "open" ? null : waiting ? asked(waiting, names) : next ? ask(next, path, names, refresh) : null,
    incident.questions.length === 0 ? null : el("details", {}, el("summary", { text: `Asked so far: ${incident.questions.length}` }),
      el("ul", { class: "plain" }, [...incident.questions].reverse().map(one => el("li", {},
        el("span", { class: states[one.state]?.[0] ?? "", text: states[one.state]?.[1] ?? one.state }), " ", time(one.askedAt, clock(one.askedAt)), " ", where(one),
        one.settled ? el("span", { class: "quiet", text: ` ${inWords(one.settled, [...names, one.suspected ?? ""])}` }) : null,
        one.probeId ? [" ", el("a", { href: link(`/probes/${one.probeId}`, { vantage: one.vantage }), text: "evidence" })] : null)))));
}

function where(one) {
  return [el("a", { href: link(`/routes/${one.route}`, { vantage: one.vantage }), text: one.route }), " from ",
    el("a", { href: link(`/vantages/${one.vantage}`), text: one.vantage }), ways[one.variant] ?? `, ${one.variant}`, ". "];
}

function asked(one, names) {
  return el("div", { class: "panel" },
    el("p", { id: "asked", role: "status" }, el("b", { text: one.byPerson ? "Asked" : "The fleet asked" }), " ", time(one.askedAt, clock(one.askedAt)), ", waiting for the answer: ", where(one)),
    why(one, names));
}

function ask(next, path, names, refresh) {
  return el("div", { class: "panel" },
    el("p", {}, where(next)),
    why(next, names),
    el("p", { class: "quiet", text: "The fleet asks it itself while it is not sure. To ask now:" }),
    el("button", { id: "ask", type: "button", text: "Ask it now", on: { click: () => begin(path, refresh) } }));
}

function why(one, names) {
  return el("details", {}, el("summary", { text: "Why this one" }), el("p", { text: inWords(one.why, names) }), el("p", { class: "quiet", text: `It is expected to tell ${one.bits} bit.` }));
}

async function begin(path, refresh) {
  const button = document.getElementById("ask");
  button.disabled = true;
  try {
    await post(`${path}/question`, {});
    announce("Asked; waiting for the answer.");
    await refresh();
  } catch (refusal) {
    button.disabled = false;
    announce(`${refusal.title ?? "It did not work."} ${refusal.message}`);
    button.insertAdjacentElement("afterend", el("p", { class: "bad", text: `${refusal.title ?? ""} ${refusal.message}` }));
  }
}

async function follow(id, path, refresh) {
  if (following === id) return;
  following = id;
  while (following === id) {
    await new Promise(resume => setTimeout(resume, lookAgainAfter));
    const one = (await get(path).catch(() => null))?.questions.find(candidate => candidate.id === id);
    if (one && one.state !== "waiting") {
      following = null;
      announce(one.state === "answered" ? "Answered." : "No answer came.");
      await refresh();
    }
  }
}
