// The last outcomes as a strip: high and filled is a failure, low and outlined a pass, so that it reads without colour.
import { el } from "./dom.js";

export function strip(recent) {
  const failed = recent.filter(outcome => outcome === "failed").length;
  return el("span", { class: "strip", role: "img", "aria-label": `${failed} of the last ${recent.length} probes failed` },
    [...recent].reverse().map(outcome => el("i", { class: outcome })));
}
