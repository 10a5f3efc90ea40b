// axe on every page, light and dark, desk and phone, and in the dialogs.
import { readFileSync } from "node:fs";

const axe = readFileSync(new URL("../node_modules/axe-core/axe.min.js", import.meta.url), "utf8");

export default async function ({ told, check, figures, open }) {
  for (const path of told.paths) {
    for (const look of [{ dark: false }, { dark: true }, { dark: false, width: 360, height: 780 }]) {
      // axe makes elements as the pages' policy forbids; the policy itself is proved by the other checks.
      const page = await open(path, { ...look, bypassCSP: true });
      await judge(page, `${path} ${JSON.stringify(look)}`);
      for (const [button, dialog] of [["#probeNow", "dialog"], ["#packet", "dialog"]]) {
        if (await page.locator(button).count() === 0) continue;
        await page.click(button);
        await page.waitForSelector(`${dialog}[open]`);
        await judge(page, `${path} ${button} ${JSON.stringify(look)}`);
        await page.keyboard.press("Escape");
        await page.waitForSelector(dialog, { state: "detached" });
      }
      for (const summary of await page.locator("main details > summary").all()) await summary.click();
      await judge(page, `${path} opened ${JSON.stringify(look)}`);
      await page.context().close();
    }
  }

  async function judge(page, where) {
    await page.evaluate(axe);
    const { violations, passes } = await page.evaluate(() => globalThis.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
    figures[where] = passes.length;
    for (const violation of violations) {
      check(false, `${where}: ${violation.id}: ${violation.help}: ${violation.nodes.slice(0, 3).map(node => `${node.target} ${node.failureSummary}`).join(" | ")}`);
    }
  }
}
