// Shared by all pages: read all data at once, draw it in one go, and read again while the page is visible.
import { announce, el } from "./dom.js";
import { Refusal, link } from "./api.js";
import { clock, isLocal, setLocal, zone } from "./time.js";

const refreshAfter = 30_000;

const pages = { "": "Fleet", incidents: "Incidents", routes: "Routes", vantages: "Vantages", configuration: "Configuration", causes: "Causes", about: "About" };

/**
 * Shows a page. `read` asks for everything in one round; `draw` makes the content from it. Drawing again keeps the focus, and waits while a dialog is
 * open or `isBusy` says so.
 */
export async function show(read, draw, { isBusy = () => false } = {}) {
  const main = document.getElementById("main");
  let drawn = "";
  let latest = null;
  navigation();
  clockSwitch(() => { if (latest !== null) put(latest); });

  function put(data) {
    const focused = document.activeElement?.id;
    main.replaceChildren(...[draw(data)].flat(Infinity).filter(Boolean));
    if (focused && focused !== "main") document.getElementById(focused)?.focus({ preventScroll: true });
  }

  async function turn() {
    try {
      const data = await read();
      const text = JSON.stringify(data, (name, value) => name === "at" && typeof value === "string" && drawn !== "" ? undefined : value);
      asOf(`as of ${clock(Date.now())} ${zone()}`);
      if (text === drawn || (drawn !== "" && isBusy())) return;
      latest = data;
      put(data);
      drawn = text;
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
      fail(main, refusal, drawn !== "");
    } finally {
      main.removeAttribute("aria-busy");
    }
  }

  await turn();
  aim();
  performance.mark("interactive");
  const again = () => document.visibilityState === "visible" && !document.querySelector("dialog[open]") && !isBusy() && turn();
  setInterval(again, refreshAfter);
  return turn;
}

// Scrolls to the address's fragment, which did not exist yet when the browser looked for it.
function aim() {
  const aimed = location.hash.length > 1 ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
  aimed?.classList.add("aimed");
  aimed?.scrollIntoView();
}

function navigation() {
  document.getElementById("home").href = link("/");
  const [, current] = location.pathname.slice(document.documentElement.dataset.root.length).split("/");
  document.getElementById("nav").replaceChildren(...Object.entries(pages).map(([path, text]) =>
    el("a", { href: link(`/${path}`), text, "aria-current": path === (current ?? "") ? "page" : null })));
}

function clockSwitch(redraw) {
  const button = document.getElementById("clock");
  const label = () => {
    button.textContent = isLocal() ? `Times: local (${zone()})` : "Times: UTC";
    button.title = isLocal() ? "Show all times in UTC" : "Show all times as this browser's clock";
  };
  button.addEventListener("click", () => {
    setLocal(!isLocal());
    label();
    asOf(`as of ${clock(Date.now())} ${zone()}`);
    redraw();
  });
  label();
  button.hidden = false;
}

function asOf(text) {
  document.getElementById("asOf").textContent = text;
}

function fail(main, refusal, isKept) {
  const text = `${refusal.title} ${refusal.message}`;
  if (isKept) {
    asOf(`not refreshed at ${clock(Date.now())} ${zone()}: ${text}`);
    return;
  }
  const isMissing = refusal.status === 404;
  const [, kind] = location.pathname.slice(document.documentElement.dataset.root.length).split("/");
  const list = { incidents: ["/incidents", "All incidents, open and closed"], routes: ["/routes", "All routes"], vantages: ["/vantages", "All vantages"] }[kind];
  main.replaceChildren(...[
    el("h1", { text: isMissing ? "Not found" : "Nothing to show" }),
    el("p", { class: "notice", text: isMissing ? refusal.message : text }),
    refusal.errors.map(error => el("p", { text: error })),
    el("ul", { class: "list" }, list ? el("li", {}, el("a", { href: link(list[0]), text: list[1] })) : null, el("li", {}, el("a", { href: link("/"), text: "The fleet as it is now" }))),
  ].flat(Infinity));
  announce(text);
}
