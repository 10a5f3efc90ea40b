// Runs one check in Chromium: node checks.mjs NAME '{"url":…,"key":…}'. Prints {"failures":[…],"figures":{…}}.
import { chromium } from "playwright-core";

const [name, text] = process.argv.slice(2);
const told = JSON.parse(text);
const failures = [];
const figures = {};
const check = (holds, words) => { if (!holds) failures.push(words); };
const { default: run } = await import(`./checks/${name}.mjs`);

// Root has no user namespace sandbox; the pages are our own.
const browser = await chromium.launch({ executablePath: told.executable, args: ["--no-sandbox", "--disable-gpu"] });
try {
  await run({ browser, told, check, figures, open, address });
} catch (error) {
  failures.push(String(error?.stack ?? error));
} finally {
  await browser.close();
}
console.log(JSON.stringify({ failures, figures }));

function address(path, key = told.key) {
  return `${told.url}${path}${key === null ? "" : `${path.includes("?") ? "&" : "?"}code=${encodeURIComponent(key)}`}`;
}

/** Opens a page, waits until it is drawn, and reports every console error, refused file and broken rule of its policy. */
async function open(path, { width = 1440, height = 900, dark = false, mayFail = false, ...options } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: dark ? "dark" : "light", ...options });
  const page = await context.newPage();
  page.on("console", message => { if (!mayFail && ["error", "warning"].includes(message.type())) failures.push(`${path}: console: ${message.text()}`); });
  page.on("pageerror", error => failures.push(`${path}: ${error.stack}`));
  page.on("response", response => { if (!mayFail && response.status() >= 400) failures.push(`${path}: ${response.status()} ${response.url().split("?")[0]}`); });
  await page.addInitScript(() => {
    globalThis.shift = 0;
    new PerformanceObserver(list => { for (const entry of list.getEntries()) globalThis.shift += entry.value; }).observe({ type: "layout-shift", buffered: true });
  });
  await page.goto(address(path));
  await page.waitForFunction(() => performance.getEntriesByName("interactive").length > 0);
  return page;
}
