// Filters a list by typing.
import { announce, el } from "./dom.js";
import { plural } from "./words.js";

/** A field that hides the items of a list whose text lacks one of the words. Its text is kept for the tab's lifetime. */
export function filterField(id, label, items, { also = () => true, what = "line" } = {}) {
  const input = el("input", { id, type: "search", autocomplete: "off", value: sessionStorage.getItem(id) ?? "", on: { input: () => apply(true) } });
  const texts = items.map(item => item.textContent.toLowerCase());
  const none = el("p", { class: "quiet", hidden: true, text: "Nothing here has these words." });
  function apply(isTold) {
    sessionStorage.setItem(id, input.value);
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const [index, item] of items.entries()) {
      item.hidden = !(also(item) && words.every(word => texts[index].includes(word)));
      if (!item.hidden) count++;
    }
    none.hidden = count > 0 || items.length === 0;
    if (isTold) announce(plural(count, what));
  }
  apply(false);
  return { field: el("div", { class: "field" }, el("label", { for: id, text: label }), input), none, apply };
}
