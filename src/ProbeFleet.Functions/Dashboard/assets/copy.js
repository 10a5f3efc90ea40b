// Buttons that copy: a link without the key, IDs, commands.
import { announce, el } from "./dom.js";

export function copyButton(id, text, value) {
  const button = el("button", { id, type: "button", class: "small", text, title: value, on: {
    click: async () => {
      const [words, said] = await navigator.clipboard.writeText(value).then(() => ["Copied", "Copied."], error => ["Not copied", `Not copied: ${error.message}`]);
      button.textContent = words;
      announce(said);
      setTimeout(() => { button.textContent = text; }, 1_500);
    },
  } });
  return button;
}

/** Copies this page's address without the key that opened it: whoever follows it signs in or has a key of their own. */
export function linkButton() {
  const address = new URL(location.href);
  address.searchParams.delete("code");
  return copyButton("copyLink", "Copy link", address.href);
}
