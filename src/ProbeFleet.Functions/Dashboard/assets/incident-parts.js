// Parts that lists and pages of incidents share.
import { el, section } from "./dom.js";
import { link } from "./api.js";
import { clock, time } from "./time.js";
import { likely, ownerLetter, ownerName, plural, stageName } from "./words.js";

export const hasRecovered = one => Boolean(one.recoveredAt);

export const isSlow = incident => incident.affected.length > 0 && incident.affected.every(one => one.slow);

/** The incident's state, never in a good colour while one of its paths has not worked again. */
export function stateTag(incident) {
  const isWell = incident.affected.every(hasRecovered);
  switch (incident.state) {
    case "open": return el("span", { class: `tag ${isSlow(incident) ? "warn" : "bad"}`, text: "● open" });
    case "merged": return el("span", { class: `tag${isWell ? "" : " warn"}`, text: "⇉ merged into another" });
    default: return el("span", { class: `tag ${isWell ? "good" : "warn"}`, text: isWell ? "✓ closed" : "– closed, a path unproved" });
  }
}

export function stateTags(incident) {
  return [
    stateTag(incident), " ",
    incident.isFlapping ? [el("span", { class: "tag warn", text: "~ comes and goes" }), " "] : null,
    isSlow(incident) ? [el("span", { class: "tag warn", text: "… slow, nothing fails" }), " "] : null,
    el("span", { class: "tag", text: `${ownerLetter(incident.owner)} ${ownerName(incident.owner)}, ${likely(incident.confidence)}` }),
  ];
}

export function affectedTable(list, beyond) {
  return section(`Affected paths (${list.length + beyond})`,
    el("table", { class: "rows fold" },
      el("thead", {}, el("tr", {}, ["Route", "Vantage", "Cause", "Since", "State"].map(text => el("th", { scope: "col", text })))),
      el("tbody", {}, list.slice(0, 100).map(one => el("tr", {},
        el("th", { scope: "row" }, el("a", { href: link(`/routes/${one.route}`, { vantage: one.vantage }), text: one.route })),
        el("td", {}, el("a", { href: link(`/vantages/${one.vantage}`), text: one.vantage })),
        el("td", {}, el("a", { href: link(`/probes/${one.latestProbeId}`, { vantage: one.vantage }), text: one.slow ? "slow" : one.cause }), one.slow ? ` at ${stageName(one.slow)}` : one.break ? ` at ${stageName(one.break)}` : ""),
        el("td", {}, time(one.firstFailedAt, clock(one.firstFailedAt)), el("span", { class: "quiet", text: ` ${plural(one.failures, one.slow ? "probe" : "failure")}` })),
        el("td", {}, one.recoveredAt ? el("span", { class: "good" }, one.slow ? "✓ in its usual time " : "✓ recovered ", time(one.recoveredAt, clock(one.recoveredAt)))
          : one.slow ? el("span", { class: "warn", text: "… slow" }) : el("span", { class: "bad", text: "✗ failing" })))))),
    list.length + beyond > 100 ? el("p", { class: "quiet", text: `and ${list.length + beyond - Math.min(list.length, 100)} more` }) : null);
}
