// One incident: whose fault, why we think so, what to do next.
import { announce, el, section } from "./dom.js";
import { get, link, post, subject } from "./api.js";
import { clock, span, stamp, time } from "./time.js";
import { ownerName, owners, percent, plural, stageWords } from "./words.js";
import { packetButton } from "./packet.js";
import { show } from "./shell.js";

const id = subject();
const path = `/api/incidents/${encodeURIComponent(id)}`;
let following = false;

function draw(incident) {
  const { localization } = incident;
  document.title = `${incident.component?.name ?? ownerName(incident.owner)} · Incident · ProbeFleet`;
  const running = incident.verifications.find(one => one.outcome === "running");
  if (running && !following) follow(running.id);
  return [
    el("div", { class: "bar" },
      el("div", {},
        el("p", { class: "trail" }, el("a", { href: link("/"), text: "Fleet" }), ` › incident ${incident.id}`),
        el("h1", {}, badge(incident), ` ${incident.component?.name ?? ownerName(incident.owner)}`),
        el("p", { text: incident.summary }),
        el("p", { class: "quiet" }, `Opened ${stamp(incident.openedAt)} UTC, `, incident.closedAt
          ? `closed ${stamp(incident.closedAt)} UTC${incident.closedBy ? ` by ${incident.closedBy}` : ""} after ${span(new Date(incident.closedAt) - new Date(incident.openedAt))}`
          : `${span(Date.now() - new Date(incident.openedAt))} ago`, incident.mergedInto
          ? [", merged into ", el("a", { href: link(`/incidents/${incident.mergedInto}`), text: incident.mergedInto })] : null)),
      el("div", { class: "actions" }, packetButton("Packet", `${path}/packet`, `incident-${incident.id}`),
        incident.state === "open" ? el("button", { id: "verify", type: "button", class: "main", disabled: following, text: following ? "Verifying…" : "Verify the fix", on: { click: verify } }) : null)),
    el("div", { class: "columns" },
      el("div", {},
        verification(incident.verifications),
        localization ? suspects(localization, incident) : null,
        affected(incident.affected)),
      el("div", {},
        localization?.nextProbe ? nextProbe(localization.nextProbe) : null,
        localization ? untold(localization) : null,
        statusPages(incident.statusPages),
        timeline(incident.timeline))),
  ];
}

function badge(incident) {
  const state = incident.state === "open" ? "bad" : "good";
  return [
    el("span", { class: `tag ${state}`, text: incident.state === "open" ? "● open" : `✓ ${incident.state}` }), " ",
    incident.isFlapping ? [el("span", { class: "tag warn", text: "~ flapping" }), " "] : null,
    incident.affected.length > 0 && incident.affected.every(one => one.slow) ? [el("span", { class: "tag warn", text: "… slow, nothing fails" }), " "] : null,
    el("span", { class: "tag", text: `${owners[incident.owner]?.letter ?? "?"} ${ownerName(incident.owner)}, ${percent(incident.confidence)}` }),
  ];
}

function suspects(localization, incident) {
  return section("Suspects",
    el("ol", { class: "plain suspects" }, localization.suspects.slice(0, 12).map(suspect => el("li", {},
      el("div", { class: "measure" },
        el("b", { text: suspect.component.name }),
        el("span", { class: "number", text: percent(suspect.probability) }),
        meter(suspect.probability)),
      el("div", { class: "evidence" },
        probes("for", suspect.for, incident), probes("against", suspect.against, incident))))),
    localization.noFault >= 0.01 ? el("p", { class: "quiet", text: `Nothing at fault: ${percent(localization.noFault)}` }) : null,
    el("p", { class: "quiet", text: `Judged from ${stamp(localization.window.from)} to ${clock(localization.window.to)} UTC. Owners: ${localization.owners.map(one => `${ownerName(one.owner)} ${percent(one.probability)}`).join(", ")}.` }));
}

function meter(probability) {
  const bar = el("i", {});
  bar.style.width = `${Math.max(1, probability * 100)}%`;
  return el("span", { class: "meter", "aria-hidden": "true" }, bar);
}

function probes(side, ids, incident) {
  if (ids.length === 0) return el("p", { class: "quiet", text: side === "for" ? "no probe for it" : "no probe against it" });
  const known = new Map(incident.affected.map(one => [one.latestProbeId, one]));
  return el("details", {}, el("summary", { text: `${plural(ids.length, "probe")} ${side} it` }),
    el("ul", { class: "plain" }, ids.map((probe, index) => {
      const one = known.get(probe);
      return el("li", {}, el("a", {
        href: link(`/probes/${probe}`, { vantage: one?.vantage }),
        text: one ? `${one.route} from ${one.vantage}, ${one.slow ? `slow at ${stageWords[one.slow] ?? one.slow}` : one.cause}` : `probe ${index + 1}: ${probe}`,
      }));
    })));
}

function nextProbe(next) {
  return section("Next probe",
    el("div", { class: "panel" },
      el("p", {}, el("a", { href: link(`/routes/${next.route}`, { vantage: next.vantage }), text: next.route }), " from ",
        el("a", { href: link(`/vantages/${next.vantage}`), text: next.vantage }), next.variant === "full" ? "" : ` (variant ${next.variant})`),
      el("p", { text: next.why }), el("p", { class: "quiet", text: `expected to tell ${next.bits.toFixed(2)} bits` })));
}

function untold(localization) {
  const groups = localization.indistinguishable.filter(group => group.length > 1);
  const silent = localization.silent ?? [];
  const set = localization.credibleSet;
  return section("What cannot be told",
    groups.length === 0 ? el("p", { text: "Every suspect can be told from the others with these probes." })
      : el("ul", { class: "list" }, groups.map(group => el("li", { text: group.join("  ≡  ") }))),
    set.length > 0 ? el("p", { class: "quiet", text: `With 95 % the fault is among: ${set.join(", ")}.` }) : null,
    silent.length > 0 ? el("p", { class: "warn", text: `No data from ${silent.join(", ")}.` }) : null,
    (localization.notComparable ?? []).length > 0 ? el("p", { class: "quiet", text: `${plural(localization.notComparable.length, "probe")} set aside: another route fingerprint.` }) : null,
    (localization.blips ?? []).length > 0 ? el("p", { class: "quiet", text: `Blips, not accused: ${localization.blips.join(", ")}.` }) : null);
}

function affected(list) {
  return section(`Affected (${list.length})`,
    el("table", { class: "rows fold" },
      el("thead", {}, el("tr", {}, ["Route", "Vantage", "Cause", "Since", "State"].map(text => el("th", { scope: "col", text })))),
      el("tbody", {}, list.slice(0, 100).map(one => el("tr", {},
        el("th", { scope: "row" }, el("a", { href: link(`/routes/${one.route}`, { vantage: one.vantage }), text: one.route })),
        el("td", {}, el("a", { href: link(`/vantages/${one.vantage}`), text: one.vantage })),
        el("td", {}, el("a", { href: link(`/probes/${one.latestProbeId}`, { vantage: one.vantage }), text: one.slow ? "slow" : one.cause }), one.slow ? ` at ${stageWords[one.slow] ?? one.slow}` : one.break ? ` at ${stageWords[one.break] ?? one.break}` : ""),
        el("td", {}, time(one.firstFailedAt, clock(one.firstFailedAt)), el("span", { class: "quiet", text: ` ${plural(one.failures, one.slow ? "probe" : "failure")}` })),
        el("td", {}, one.recoveredAt ? el("span", { class: "good" }, one.slow ? "✓ in its usual time " : "✓ recovered ", time(one.recoveredAt, clock(one.recoveredAt)))
          : one.slow ? el("span", { class: "warn", text: "… slow" }) : el("span", { class: "bad", text: "✗ failing" })))))),
    list.length > 100 ? el("p", { class: "quiet", text: `and ${list.length - 100} more` }) : null);
}

function statusPages(list) {
  if (list.length === 0) return null;
  return section("Status pages", list.map(one => el("div", {},
    el("p", {}, el("b", { text: one.indicator }), ` ${one.url}`, el("span", { class: "quiet", text: ` seen from ${one.vantage} ` }), time(one.checkedAt, clock(one.checkedAt))),
    el("p", { class: "quiet", text: one.note }))));
}

const marks = {
  opened: "●", seen: "!", "suspect-changed": "↷", flapping: "~", merged: "⇉", "status-page": "§", recovered: "✓", verification: "▸", closed: "✓", notified: "✉",
};

function timeline(list) {
  return section("Timeline", el("ol", { class: "plain timeline" }, list.map(entry => el("li", { class: entry.kind },
    el("span", { class: "mark", "aria-hidden": "true", text: marks[entry.kind] ?? "·" }),
    el("div", {}, time(entry.at, clock(entry.at)), el("span", { class: "quiet", text: ` ${entry.kind}` }),
      el("p", {}, entry.text, entry.probeId ? [" ", el("a", { href: link(`/probes/${entry.probeId}`, { vantage: entry.vantage }), text: "evidence" })] : null))))));
}

const verdicts = {
  verified: ["good", "✓ verified"], "still-failing": ["bad", "✗ not fixed"], "not-comparable": ["warn", "≠ not comparable"], absent: ["warn", "– absent"], waiting: ["quiet", "… waiting"],
};

function verification(list) {
  const latest = [...list].sort((one, other) => other.requestedAt < one.requestedAt ? -1 : 1)[0];
  if (!latest) return null;
  const done = latest.proofs.filter(proof => proof.verdict !== "waiting").length;
  const outcome = { running: "running", verified: "✓ verified: every route answers again as it should", refused: "✗ refused: the incident stays open" }[latest.outcome];
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

async function verify() {
  announce("Verification asked for.");
  following = true;
  const button = document.getElementById("verify");
  button.disabled = true;
  try {
    const started = await post(`${path}/verification`, {});
    await follow(started.id);
  } catch (refusal) {
    following = false;
    button.disabled = false;
    announce(`${refusal.title ?? "It did not work."} ${refusal.message}`);
    button.insertAdjacentElement("afterend", el("p", { class: "bad", text: `${refusal.title ?? ""} ${refusal.message}` }));
  }
}

async function follow(verificationId) {
  following = true;
  let said = "";
  for (;;) {
    const incident = await get(path).catch(() => null);
    const one = incident?.verifications.find(candidate => candidate.id === verificationId);
    if (one && one.outcome !== "running") {
      following = false;
      announce(one.outcome === "verified" ? "Verified: the incident is closed." : "Refused: the incident stays open.");
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

const refresh = await show(() => get(path), draw);
