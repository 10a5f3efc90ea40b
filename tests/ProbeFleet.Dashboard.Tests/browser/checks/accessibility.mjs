// axe on every page on desk and phone, with everything opened and with its dialogs. In the dark only colours differ, so there only they are judged.
import { readFileSync } from "node:fs";

const axe = readFileSync(new URL("../node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
const everything = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

export default async function ({ told, check, figures, open }) {
  for (const path of told.paths) {
    for (const size of [{}, { width: 360, height: 780 }]) {
      // axe makes elements as the pages' policy forbids; the policy itself is proved by the other checks.
      const page = await open(path, { ...size, bypassCSP: true });
      await page.evaluate(axe);
      check(!await page.evaluate(isAskedForScheme), `${path}: the style asks for the colour scheme by itself; then more than colours may differ in the dark`);
      // What a closed part hides can be neither judged nor clicked.
      await page.evaluate(() => document.querySelectorAll("main details:not([open])").forEach(one => { one.open = true; }));
      await judgeWithDialogs(page, `${path} ${JSON.stringify(size)}`, everything);
      if (!size.width) {
        await page.emulateMedia({ colorScheme: "dark" });
        await judgeWithDialogs(page, `${path} dark`, ["color-contrast"]);
      }
      await page.context().close();
    }
  }

  async function judgeWithDialogs(page, where, runOnly) {
    await judge(page, where, runOnly);
    for (const button of ["#probeNow", "#packet"]) {
      if (await page.locator(button).count() === 0) continue;
      await page.click(button);
      await page.waitForSelector("dialog[open]");
      // What lies below has been judged.
      await judge(page, `${where} ${button}`, runOnly, "dialog");
      await page.keyboard.press("Escape");
      await page.waitForSelector("dialog", { state: "detached" });
    }
  }

  async function judge(page, where, runOnly, within = "html") {
    const { violations, passes } = await page.evaluate(async ({ runOnly, within }) => {
      const { violations, passes } = await globalThis.axe.run(within, { runOnly, resultTypes: ["violations"] });
      return { violations: violations.map(one => `${one.id}: ${one.help}: ${one.nodes.slice(0, 3).map(node => `${node.target} ${node.failureSummary}`).join(" | ")}`), passes: passes.length };
    }, { runOnly, within });
    figures[where] = passes;
    check(passes > 0, `${where}: no rule was met, so nothing was judged`);
    for (const violation of violations) check(false, `${where}: ${violation}`);
  }

  function isAskedForScheme() {
    const asks = rules => [...rules].some(rule => rule.media?.mediaText.includes("color-scheme") || (rule.cssRules && asks(rule.cssRules)));
    return [...document.styleSheets].some(sheet => asks(sheet.cssRules));
  }
}
