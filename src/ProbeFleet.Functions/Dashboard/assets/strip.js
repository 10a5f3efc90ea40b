// The last outcomes as a strip: high and filled is a failure, low and outlined a pass, so that it reads without colour.
import { el } from "./dom.js";

export function strip(recent) {
  const failed = recent.filter(outcome => outcome === "failed").length;
  const run = recent.findIndex(outcome => outcome !== recent[0]);
  const lately = recent.length === 0 ? "no probe" : `${failed} of the last ${recent.length} probes failed; the latest ${run === -1 ? recent.length : run} ${recent[0]}`;
  return el("span", { class: "strip", role: "img", "aria-label": lately, title: lately },
    [...recent].reverse().map(outcome => el("i", { class: outcome })));
}
