// The incident's timeline, and what status pages said meanwhile.
import { el, section } from "./dom.js";
import { link } from "./api.js";
import { clock, time } from "./time.js";
import { inWords } from "./words.js";

const kinds = {
  opened: ["●", "opened"], seen: ["!", "seen"], "suspect-changed": ["↷", "another suspect"], flapping: ["~", "comes and goes"], merged: ["⇉", "merged"],
  "status-page": ["§", "status page"], recovered: ["✓", "works again"], verification: ["▸", "verification"], asked: ["?", "asked"], answered: ["▸", "answered"], closed: ["✓", "closed"], notified: ["✉", "told"],
};

export function story(list, names) {
  return section("Story", el("ol", { class: "plain timeline" }, list.map(entry => {
    const [mark, words] = kinds[entry.kind] ?? ["·", entry.kind];
    return el("li", { class: entry.kind },
      el("span", { class: "mark", "aria-hidden": "true", text: mark }),
      el("div", {}, time(entry.at, clock(entry.at)), el("span", { class: "quiet", text: ` ${words}` }),
        el("p", {}, inWords(entry.text, names), entry.probeId ? [" ", el("a", { href: link(`/probes/${entry.probeId}`, { vantage: entry.vantage }), text: "evidence" })] : null)));
  })));
}

export function statusPages(list) {
  if (list.length === 0) return null;
  return section("Status pages", el("p", { class: "quiet", text: "They move no probability: a green page clears nobody." }), list.map(one => el("div", {},
    el("p", {}, el("b", { text: one.indicator }), ` ${one.url}`, el("span", { class: "quiet", text: ` seen from ${one.vantage} ` }), time(one.checkedAt, clock(one.checkedAt))),
    el("p", { class: "quiet", text: one.note }))));
}
