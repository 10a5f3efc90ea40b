// "Probe now": asks the whole fleet through the mailbox and shows the answers as they come.
import { missing } from "./missing.js";
import { el } from "./dom.js";
import { get, link, post } from "./api.js";
import { plural } from "./words.js";

const lookAgainAfter = 2_000;

/** A button that opens the dialog for these routes; "*" is all of them. */
export function probeButton(text, routes, count, { id = "probeNow", depth = "", small = false } = {}) {
  return el("button", { id, type: "button", class: small ? null : "main", text, on: { click: () => open(text, routes, count, depth) } });
}

function open(title, routes, count, wanted) {
  const opener = document.activeElement;
  const depth = el("select", { id: "probeDepth" },
    el("option", { value: "", text: "as configured" }),
    el("option", { value: "path", text: "path: no credential, no cost" }),
    el("option", { value: "authenticated", text: "authenticated: lists models, no tokens" }),
    el("option", { value: "completion", text: "completion: spends a few tokens" }));
  depth.value = wanted;
  const reason = el("input", { id: "probeReason", type: "text", maxlength: "200", autocomplete: "off" });
  const start = el("button", { id: "probeStart", type: "submit", class: "main", text: "Start" });
  const close = el("button", { id: "probeClose", type: "button", text: "Close", on: { click: () => dialog.close() } });
  const progress = el("div", { class: "progress" });
  const said = el("p", { id: "probeSaid", role: "status", "aria-live": "polite" });
  const form = el("form", { on: { submit: event => { event.preventDefault(); begin(); } } },
    el("p", { text: `Every vantage probes ${routes[0] === "*" ? `all ${plural(count, "route")}` : routes.join(", ")} at its next look into the mailbox, usually within half a minute.` }),
    el("label", { for: "probeDepth", text: "How deep" }), depth,
    el("label", { for: "probeReason", text: "Why (kept with the request; optional)" }), reason,
    el("div", { class: "actions" }, start, close));
  const dialog = el("dialog", { "aria-labelledby": "probeTitle" }, el("h2", { id: "probeTitle", text: title }), form, said, progress);
  let isOpen = true;
  dialog.addEventListener("close", () => {
    isOpen = false;
    dialog.remove();
    (document.getElementById(opener?.id) ?? opener)?.focus();
  });
  document.body.append(dialog);
  dialog.showModal();

  async function begin() {
    start.disabled = true;
    said.textContent = "Asking the fleet…";
    try {
      const left = await post("/api/probes", {
        routes, scope: "fleet", ...(depth.value === "" ? {} : { depth: depth.value }), ...(reason.value.trim() === "" ? {} : { reason: reason.value.trim() }),
      });
      form.replaceWith(el("div", { class: "actions" }, close));
      close.focus();
      await follow(left.id);
    } catch (refusal) {
      said.textContent = `${refusal.title ?? "It did not work."} ${refusal.message}`;
      start.disabled = false;
    }
  }

  async function follow(id) {
    for (let status; isOpen && !status?.isFinished;) {
      status = await get(`/api/probes/requests/${id}?results=brief`);
      const answered = status.vantages.filter(one => !["waiting", "working"].includes(one.answer)).length;
      const failed = status.probes.filter(one => one.outcome === "failed");
      const text = `${status.isFinished ? "Finished: " : ""}${answered} of ${plural(status.vantages.length, "vantage")} done, ${plural(status.probes.length, "probe")}, ${failed.length} failed`;
      if (said.textContent !== text) said.textContent = text;
      progress.replaceChildren(
        el("progress", { max: status.vantages.length, value: answered, "aria-label": "Vantages done" }),
        status.reason ? el("p", { class: "quiet", text: `Reason: ${status.reason}` }) : "",
        ...missing(status).filter(Boolean), parts(status.vantages), failures(failed));
      if (!status.isFinished) await new Promise(resume => setTimeout(resume, lookAgainAfter));
    }
  }
}

const marks = { waiting: "…", working: "▸", answered: "✓", incomplete: "!", absent: "–" };

function parts(vantages) {
  return el("ul", { class: "plain parts" }, vantages.map(one => el("li", { class: one.answer },
    el("b", { "aria-hidden": "true", text: marks[one.answer] }), ` ${one.vantage} `, el("span", { class: "quiet", text: one.results > 0 ? `${one.answer}, ${one.results}` : one.answer }))));
}

function failures(failed) {
  if (failed.length === 0) return "";
  return el("div", {}, el("h3", { text: "Failed" }), el("ul", { class: "list" }, failed.slice(0, 50).map(one => el("li", {},
    el("a", { href: link(`/probes/${one.id}`, { vantage: one.vantage }), text: `${one.route} from ${one.vantage}` }), ` ${one.cause}`))),
  failed.length > 50 ? el("p", { class: "quiet", text: `and ${failed.length - 50} more` }) : null);
}
