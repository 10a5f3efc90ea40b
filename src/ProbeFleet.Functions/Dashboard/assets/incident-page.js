// One incident. First screen: whose it is, what is broken for whom, since when, what to do, what has been ruled out. Then why, and the story.
import { el, section } from "./dom.js";
import { get, getOrNull, link, subject } from "./api.js";
import { clock, span, stamp, time } from "./time.js";
import { cause, component, inWords, likely, ownerLetter, ownerName, percent, plural, some, stageName } from "./words.js";
import { affectedTable, hasRecovered, isSlow, stateTags } from "./incident-parts.js";
import { linkButton } from "./copy.js";
import { packetButton } from "./packet.js";
import { questions } from "./incident-question.js";
import { statusPages, story } from "./incident-story.js";
import { verification, verifyButton } from "./incident-verify.js";
import { show } from "./shell.js";

const id = subject();
const path = `/api/incidents/${encodeURIComponent(id)}`;

let unread = null; // why there is no packet, where its probes are stored and cannot be read

const packetOrNull = () => getOrNull(`${path}/packet`).then(packet => { unread = null; return packet; }, refusal => {
  if (refusal.status !== 500 || !refusal.title.endsWith("cannot be read.")) throw refusal;
  unread = refusal.message;
  return null;
});

const refresh = await show(() => Promise.all([get(path), packetOrNull()]), draw);

function draw([incident, packet]) {
  const { localization } = incident;
  const names = [incident.component?.name ?? "", ...(localization?.suspects ?? []).map(one => one.component.name), ...(localization?.indistinguishable ?? []).flat()];
  document.title = `${incident.title} · ProbeFleet`;
  return [
    el("div", { class: "bar" },
      el("div", {},
        el("p", { class: "trail" }, el("a", { href: link("/incidents"), text: "Incidents" }), ` › ${incident.id}`),
        el("p", { class: "tags" }, stateTags(incident)),
        el("h1", { text: incident.title })),
      el("div", { class: "actions" }, linkButton(), packetButton("Packet", `${path}/packet`, `incident-${incident.id}`),
        incident.state === "open" ? verifyButton(incident, path, () => refresh()) : null)),
    ending(incident),
    packet?.incident.missing ? el("p", { class: "notice", text: packet.incident.missing }) : null,
    el("div", { class: "answers" },
      el("div", {}, whose(incident, packet), broken(incident, packet), since(incident)),
      el("div", {}, todo(packet, incident)),
      ruledOut(incident, packet)),
    el("div", { class: "columns" },
      el("div", {},
        verification(incident),
        localization ? suspects(incident, packet, names) : null,
        affectedTable(incident.affected, incident.affectedBeyond)),
      el("div", {},
        questions(incident, path, names, () => refresh()),
        localization ? untold(incident, packet) : null,
        statusPages(incident.statusPages),
        story(incident.timeline, names))),
  ];
}

function whose(incident, packet) {
  const share = incident.localization?.owners.find(one => one.owner === incident.owner)?.probability ?? incident.confidence;
  return section("Whose is it?",
    el("p", { id: "whose" }, el("span", { class: "letter", "aria-hidden": "true", text: ownerLetter(incident.owner) }), " ", el("b", { text: ownerName(incident.owner) }), `, ${likely(share)}`,
      incident.component ? `: the ${component(incident.component.name)}` : "", "."),
    packet ? [el("p", {}, "Send it to: ", el("b", { text: packet.recipient.who })), el("p", { class: "quiet", text: packet.recipient.why })] : null);
}

function broken(incident, packet) {
  const routes = [...new Set(incident.affected.map(one => one.route))];
  const vantages = [...new Set(incident.affected.map(one => one.vantage))];
  const causes = [...new Set(incident.affected.filter(one => !one.slow).map(one => one.cause))];
  const slow = [...new Set(incident.affected.filter(one => one.slow).map(one => stageName(one.slow)))];
  return section("What is broken, for whom?",
    el("p", { id: "broken" }, el("b", { text: plural(routes.length, "route") }), ` (${some(routes)}) from `, el("b", { text: plural(vantages.length, "vantage") }), ` (${some(vantages)})`,
      causes.length > 0 ? [": ", causes.slice(0, 4).map((code, index) => [index > 0 ? ", " : "", cause(code)])] : null,
      slow.length > 0 ? `${causes.length > 0 ? "; " : ": "}slow at ${slow.join(", ")}` : null, "."),
    packet && !isSlow(incident) ? el("p", { text: packet.diagnosis.summary }) : null);
}

function since(incident) {
  const first = incident.affected.map(one => one.firstFailedAt).sort()[0];
  const until = incident.closedAt ?? Date.now();
  const still = incident.affected.filter(one => !hasRecovered(one)).length;
  return section("Since when?",
    el("p", { id: "since" }, "Since ", first ? time(first) : time(incident.openedAt), ": ", el("b", { text: `${incident.closedAt ? "it lasted" : "for"} ${span(new Date(until) - new Date(first ?? incident.openedAt))}` }),
      `. Opened ${clock(incident.openedAt)}`, incident.closedAt ? ` and ${incident.state} ${stamp(incident.closedAt)}.` : ".",
      ` ${still === 0 ? "Every affected path works again." : `${plural(still, "path")} of ${incident.affected.length + incident.affectedBeyond} ${still === 1 ? "has" : "have"} not recovered.`}`));
}

function todo(packet, incident) {
  if (!packet) return section("What do I do?", el("p", { text: `${unread ? `Its probes cannot be read, so there is no advice. ${unread}` : "None of its probes is stored any more, so there is no advice."} What each cause means and what is done about it: ` }, el("a", { href: link("/causes"), text: "causes" }), "."));
  if (incident.state !== "open") return section("What do I do?", el("p", { text: "Nothing here: see above how it ended. What was to be done:" }), advice(packet));
  return section("What do I do?", advice(packet));
}

function advice(packet) {
  return [
    el("h3", { text: "Do next" }), el("ol", { id: "doNext", class: "list" }, packet.doNext.map(text => el("li", { text }))),
    packet.doNot.length > 0 ? [el("h3", { text: "Do not" }), el("ul", { id: "doNot", class: "list not" }, packet.doNot.map(text => el("li", { text })))] : null,
  ];
}

function ruledOut(incident, packet) {
  const routes = new Set(incident.affected.map(one => one.route));
  const vantages = new Set(incident.affected.map(one => one.vantage));
  const passed = (packet?.comparison ?? []).filter(row => row.outcome === "passed" && !row.note);
  const elsewhere = [...new Set(passed.filter(row => routes.has(row.route) && !vantages.has(row.vantage)).map(row => row.vantage))];
  const others = [...new Set(passed.filter(row => vantages.has(row.vantage) && !routes.has(row.route)).map(row => row.route))];
  const cleared = (incident.localization?.suspects ?? []).filter(suspect => suspect.probability < 0.05 && suspect.against.length > 0 && suspect.component.name !== incident.component?.name);
  const lines = [
    elsewhere.length > 0 ? `The same routes pass from ${plural(elsewhere.length, "other vantage")} (${some(elsewhere)}): not the provider for everybody.` : null,
    others.length > 0 ? `${plural(others.length, "other route")} (${some(others)}) ${others.length === 1 ? "passes" : "pass"} from the same place: not the whole place.` : null,
    ...cleared.slice(0, 3).map(suspect => `The ${component(suspect.component.name)}: ${plural(suspect.against.length, "probe")} passed through it.`),
  ].filter(Boolean);
  const proved = (packet?.proved ?? []).filter(fact => fact.statement !== "Building the request worked");
  return section("What has been ruled out?",
    lines.length + proved.length === 0 ? el("p", { id: "ruledOut", text: "Nothing yet: no probe has passed on a part of this path." })
      : el("ul", { id: "ruledOut", class: "list" }, lines.map(text => el("li", { text })),
        proved.slice(0, Math.max(2, 5 - lines.length)).map(fact => el("li", {}, `${fact.statement} `, el("span", { class: "quiet", text: `(${fact.evidence})` })))),
    proved.length > Math.max(2, 5 - lines.length) ? el("details", {}, el("summary", { text: `All ${proved.length} proofs from the same path` }),
      el("ul", { class: "list" }, proved.map(fact => el("li", {}, `${fact.statement} `, el("span", { class: "quiet", text: `(${fact.evidence})` }))))) : null);
}

// How the incident ended, and by what proof. The colour is never a good one while one of its paths has not worked again.
function ending(incident) {
  if (incident.state === "open") return null;
  const still = incident.affected.filter(one => !hasRecovered(one));
  const unproved = still.length > 0 ? ` ${plural(still.length, "path")} of it had not worked again: ${some(still.map(one => `${one.route} from ${one.vantage}`), 3)}.` : "";
  const said = [...incident.timeline].reverse().find(entry => entry.kind === (incident.state === "merged" ? "merged" : "closed"))?.text ?? "";
  if (incident.state === "merged") {
    return el("p", { class: "notice" }, el("b", { text: "Merged, not over: " }), "incident ", el("a", { href: link(`/incidents/${incident.mergedInto}`), text: incident.mergedInto }), ` goes on for it.${unproved} ${said}`);
  }
  const proof = [...incident.verifications].reverse().find(one => one.outcome === "verified");
  return el("p", { class: still.length > 0 ? "notice" : "notice well" }, el("b", { text: "Closed " }), time(incident.closedAt),
    incident.closedBy === "verification" && proof ? `, proved by a verification: ${plural(proof.proofs.length, "repeated probe")} passed.` : ", proved by the fleet's own probes.", ` ${said}${unproved}`);
}

// Those that this incident's own probes accuse, and not the other faults of the same time.
function ownSuspects(incident, packet) {
  return new Set(packet ? packet.incident.suspects.map(one => one.component) : [incident.component?.name]);
}

function suspects(incident, packet, names) {
  const { localization } = incident;
  const own = ownSuspects(incident, packet);
  const [mine, others] = [localization.suspects.filter(one => own.has(one.component.name)), localization.suspects.filter(one => !own.has(one.component.name))];
  return section("Suspects of this incident",
    el("ol", { class: "plain suspects" }, mine.map(suspect => el("li", {},
      el("b", { text: component(suspect.component.name), title: suspect.component.name }), `, ${likely(suspect.probability)}`,
      el("div", { class: "evidence" }, probes("for", suspect.for, incident, []), probes("against", suspect.against, incident, suspect.heldTo ?? []))))),
    mine.length === 0 ? el("p", { class: "quiet", text: "The last judgement names none any more." }) : null,
    el("details", {}, el("summary", { text: "How probable each is" }),
      el("ul", { class: "plain" }, mine.map(suspect => el("li", {},
        el("div", { class: "measure" }, el("span", { text: suspect.component.name }), el("span", { class: "number", text: percent(suspect.probability) }), meter(suspect.probability))))),
      localization.noFault >= 0.01 ? el("p", { class: "quiet", text: `Nothing is at fault: ${percent(localization.noFault)}` }) : null),
    el("p", { class: "quiet", text: `Judged from the probes of ${stamp(localization.window.from)} to ${clock(localization.window.to)}.${localization.isPartial ? " Results may be missing: an account did not answer, or rows could not be read." : ""}` }),
    el("details", {}, el("summary", { text: "How the judgement puts it" }), el("p", { text: inWords(incident.summary, names) })),
    others.length > 0 ? el("details", {}, el("summary", { text: `${plural(others.length, "suspect")} of other faults at the same time` }),
      el("ul", { class: "list" }, others.map(one => el("li", { text: `${component(one.component.name)}, ${likely(one.probability)}` })))) : null);
}

function meter(probability) {
  const bar = el("i", {});
  bar.style.width = `${Math.max(1, probability * 100)}%`;
  return el("span", { class: "meter", "aria-hidden": "true" }, bar);
}

function probes(side, ids, incident, heldTo) {
  if (ids.length === 0) return el("p", { class: "quiet", text: side === "for" ? "no probe for it" : heldTo.length > 0 ? `no probe against it for ${some(heldTo, 3)}` : "no probe against it" });
  const known = new Map(incident.affected.map(one => [one.latestProbeId, one]));
  return el("details", {}, el("summary", { text: `${plural(ids.length, "probe")} ${side} it` }),
    el("ul", { class: "plain" }, ids.map((probe, index) => {
      const [id, way] = probe.split("#");
      const one = known.get(probe);
      return el("li", {}, el("a", {
        href: link(`/probes/${id}`, { vantage: one?.vantage }),
        text: way ? `the ${way} way was open while probe ${id} failed` : one ? `${one.route} from ${one.vantage}, ${one.slow ? `slow at ${stageName(one.slow)}` : one.cause}` : `probe ${index + 1}: ${probe}`,
      }));
    })));
}

function untold(incident, packet) {
  const { localization } = incident;
  const own = ownSuspects(incident, packet);
  const groups = localization.indistinguishable.filter(group => group.length > 1 && group.some(name => own.has(name)));
  const silent = localization.silent ?? [];
  const set = localization.credibleSet.every(name => own.has(name)) ? localization.credibleSet : [];
  return section("What cannot be told",
    groups.length === 0 ? el("p", { text: "Every suspect can be told from the others with this fleet's probes." })
      : el("ul", { class: "list" }, groups.map(group => el("li", { text: `Either the ${group.map(component).join(", or the ")}: every probe that meets one meets the other.` }))),
    set.length > 0 ? el("p", { class: "quiet", text: `With 95\u00a0% certainty the fault is one of: ${set.map(component).join("; ")}.` }) : null,
    silent.length > 0 ? el("p", { class: "warn", text: `No data from ${some(silent, 8)}: silence is not health.` }) : null,
    (localization.notComparable ?? []).length > 0 ? el("p", { class: "quiet", text: `${plural(localization.notComparable.length, "probe")} set aside: the route was configured otherwise there.` }) : null,
    (localization.blips ?? []).length > 0 ? el("p", { class: "quiet", text: `Failed once only, and accused of nothing: ${localization.blips.map(component).join("; ")}.` }) : null);
}
