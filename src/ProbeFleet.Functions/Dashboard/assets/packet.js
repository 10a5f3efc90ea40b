// The packet: shown as text, to copy or to download.
import { el } from "./dom.js";
import { getText } from "./api.js";

export function packetButton(text, path, file) {
  return el("button", { id: "packet", type: "button", text, on: { click: () => open(path, file) } });
}

function open(path, file) {
  const opener = document.activeElement;
  const content = el("pre", { tabindex: "0", "aria-label": "Packet", text: "Reading…" });
  const said = el("span", { role: "status", class: "quiet" });
  const button = (id, text, click) => el("button", { id, type: "button", text, on: { click } });
  let markdown = "";
  const dialog = el("dialog", { "aria-labelledby": "packetTitle" }, el("h2", { id: "packetTitle", text: "Packet" }),
    el("p", { class: "quiet", text: "Sanitized: no secret is in it. Read it once before it leaves your company." }), content,
    el("div", { class: "actions" },
      button("packetCopy", "Copy", async () => {
        await navigator.clipboard.writeText(markdown);
        said.textContent = "Copied.";
      }),
      button("packetMarkdown", "Download Markdown", () => keep(markdown, "text/markdown", `${file}.md`)),
      button("packetJson", "Download JSON", async () => {
        try {
          keep(await getText(path, "application/json"), "application/json", `${file}.json`);
        } catch (refusal) {
          said.textContent = refusal.message;
        }
      }),
      button("packetClose", "Close", () => dialog.close()), said));
  dialog.addEventListener("close", () => {
    dialog.remove();
    (document.getElementById(opener?.id) ?? opener)?.focus();
  });
  document.body.append(dialog);
  dialog.showModal();
  getText(path, "text/markdown").then(text => { markdown = text; content.textContent = text; }, refusal => { content.textContent = refusal.message; });
}

function keep(text, type, name) {
  const address = URL.createObjectURL(new Blob([text], { type }));
  el("a", { href: address, download: name }).click();
  URL.revokeObjectURL(address);
}
