// What could not be read is said, and never taken for well.
import { el } from "./dom.js";
import { plural } from "./words.js";

const unread = answers => answers.reduce((sum, one) => sum + (one.unreadable ?? 0), 0);

/** Whether storage told all of what these answers are about. */
export const isWhole = (...answers) => answers.every(one => !one.isPartial) && unread(answers) === 0;

/** Notices of what is missing in these answers. */
export function missing(...answers) {
  return [
    answers.some(one => one.isPartial) ? el("p", { class: "notice", text: "One of two storage accounts does not answer: something may be missing here." }) : null,
    unread(answers) > 0 ? el("p", { class: "notice", text: `${plural(unread(answers), "stored row")} cannot be read, being of another version or spoiled: something is missing here.` }) : null,
  ];
}
