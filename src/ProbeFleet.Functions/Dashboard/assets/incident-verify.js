// The verification that an incident is over: requested by a button, followed until it is decided.
import { announce, el, section } from "./dom.js";
import { get, link, post } from "./api.js";
import { plural } from "./words.js";

let following = false;

/** The button; it also follows a verification that is already running. */
export function verifyButton(incident, path, refresh) {
  const running = incident.verifications.find(one => one.outcome === "running");
  if (running && !following) follow(running.id, path, refresh);
  return el("button", {
    id: "verify", type: "button", class: "main", disabled: following, text: following ? "Verifying…" : "Verify the fix",
    title: "Asks each affected vantage to repeat the same probe; the incident is closed when all of them pass",
    on: { click: () => verify(path, refresh) },
  });
}

const verdicts = {
  verified: ["good", "✓ verified"], "still-failing": ["bad", "✗ not fixed"], "not-comparable": ["warn", "≠ not comparable"], absent: ["warn", "– absent"], waiting: ["quiet", "… waiting"],
};

export function verification({ state, verifications }) {
  const latest = [...verifications].sort((one, other) => other.requestedAt < one.requestedAt ? -1 : 1)[0];
  if (!latest) return null;
  const done = latest.proofs.filter(proof => proof.verdict !== "waiting").length;
  const outcome = { running: "running", verified: "✓ verified: every route answers again as it should", refused: `✗ refused${state === "open" ? ": the incident stays open" : ""}` }[latest.outcome];
  return section("Verification",
    el("div", { class: "panel" },
      el("p", { id: "verifySaid", class: latest.outcome === "verified" ? "good" : latest.outcome === "refused" ? "bad" : null, text: `${outcome}, ${done} of ${plural(latest.proofs.length, "proof")}` }),
      latest.outcome === "running" ? el("progress", { max: Math.max(1, latest.proofs.length), value: done, "aria-label": "Proofs" }) : null,
      latest.reason ? el("p", { class: "quiet", text: `Reason: ${latest.reason}` }) : null,
      el("ul", { class: "plain" }, latest.proofs.slice(0, 100).map(proof => {
        const [state, text] = verdicts[proof.verdict] ?? ["", proof.verdict];
        return el("li", {}, el("span", { class: state, text }), " ",
          proof.probeId ? el("a", { href: link(`/probes/${proof.probeId}`, { vantage: proof.vantage }), text: `${proof.route} from ${proof.vantage}` }) : `${proof.route} from ${proof.vantage}`,
          el("span", { class: "quiet", text: ` ${proof.text}` }));
      }))));
}

async function verify(path, refresh) {
  announce("Verification asked for.");
  following = true;
  const button = document.getElementById("verify");
  button.disabled = true;
  try {
    const started = await post(`${path}/verification`, {});
    await follow(started.id, path, refresh);
  } catch (refusal) {
    following = false;
    button.disabled = false;
    announce(`${refusal.title ?? "It did not work."} ${refusal.message}`);
    button.insertAdjacentElement("afterend", el("p", { class: "bad", text: `${refusal.title ?? ""} ${refusal.message}` }));
  }
}

async function follow(verificationId, path, refresh) {
  following = true;
  let said = "";
  for (;;) {
    const incident = await get(path).catch(() => null);
    const one = incident?.verifications.find(candidate => candidate.id === verificationId);
    if (one && one.outcome !== "running") {
      following = false;
      announce(one.outcome === "verified" ? "Verified: the incident is closed." : `Refused: the incident ${incident.state === "open" ? "stays open" : `is ${incident.state}`}.`);
      await refresh();
      return;
    }
    const done = one?.proofs.filter(proof => proof.verdict !== "waiting").length ?? 0;
    if (one && said !== `${done}`) {
      said = `${done}`;
      announce(`${done} of ${plural(one.proofs.length, "proof")}`);
      await refresh();
    }
    await new Promise(resume => setTimeout(resume, 2_000));
  }
}
