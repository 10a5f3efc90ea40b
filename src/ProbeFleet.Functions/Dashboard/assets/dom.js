// Creates elements from plain values. A string only ever becomes a text node, never markup.

/** Creates an element. Properties: class, text, dataset, on (events), and attributes; false and null leave an attribute out. */
export function el(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "class") element.className = value;
    else if (name === "text") element.textContent = value;
    else if (name === "on") for (const [event, handler] of Object.entries(value)) element.addEventListener(event, handler);
    else if (name === "dataset") Object.assign(element.dataset, value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  append(element, children);
  return element;
}

export function append(element, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    element.append(child instanceof Node ? child : String(child));
  }
  return element;
}

/** A table of names and values; values that are missing are left out. */
export function facts(pairs) {
  return el("dl", { class: "facts" }, pairs
    .filter(([, value]) => value !== null && value !== undefined && value !== "" && !(Array.isArray(value) && value.length === 0))
    .map(([name, value]) => el("div", {}, el("dt", { text: name }), el("dd", {}, value instanceof Node || Array.isArray(value) ? value : String(value)))));
}

/** A region with a heading. */
export function section(title, ...children) {
  return el("section", {}, el("h2", { text: title }), children);
}

/** Announces a text to screen readers once. */
export function announce(text) {
  document.getElementById("announcer").textContent = text;
}
