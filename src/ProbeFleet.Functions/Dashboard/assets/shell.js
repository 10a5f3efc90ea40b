// What every page does: read all it needs at once, draw it in one go, and read again while somebody looks.
import { announce, el } from "./dom.js";
import { Refusal, link } from "./api.js";
import { clock } from "./time.js";

const refreshAfter = 30_000;

/**
 * Shows a page. `read` asks for everything in one round; `draw` makes the content from it. Drawing again keeps the focus, and waits while a dialog is
 * open or `isBusy` says so.
 */
export async function show(read, draw, { isBusy = () => false } = {}) {
  const main = document.getElementById("main");
  document.getElementById("home").href = link("/");
  let drawn = "";

  async function turn() {
    try {
      const data = await read();
      const text = JSON.stringify(data, (name, value) => name === "at" && typeof value === "string" && drawn !== "" ? undefined : value);
      document.getElementById("asOf").textContent = `as of ${clock(Date.now())} UTC`;
      if (text === drawn || isBusy()) return;
      const focused = document.activeElement?.id;
      main.replaceChildren(...[draw(data)].flat(Infinity).filter(Boolean));
      drawn = text;
      if (focused && focused !== "main") document.getElementById(focused)?.focus({ preventScroll: true });
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
      fail(main, refusal, drawn !== "");
    } finally {
      main.removeAttribute("aria-busy");
    }
  }

  await turn();
  performance.mark("interactive");
  const again = () => document.visibilityState === "visible" && !document.querySelector("dialog[open]") && !isBusy() && turn();
  setInterval(again, refreshAfter);
  return turn;
}

function fail(main, refusal, isKept) {
  const text = `${refusal.title} ${refusal.message}`;
  if (isKept) {
    document.getElementById("asOf").textContent = `not refreshed at ${clock(Date.now())} UTC: ${text}`;
    return;
  }
  main.replaceChildren(el("h1", { text: "Nothing to show" }), el("p", { class: "notice", text }), ...refusal.errors.map(error => el("p", { text: error })));
  announce(text);
}
