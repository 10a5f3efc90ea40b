// Stored markup: every planted text is on its page as text, and no element came from one.
export default async function ({ told, check, figures, open }) {
  for (const { path, shown, clicks } of told.pages) {
    const page = await open(path);
    for (const selector of clicks ?? []) await page.click(selector);
    for (const summary of await page.locator("main details > summary").all()) await summary.click();
    await page.waitForTimeout(300);
    const seen = await page.evaluate(() => ({
      made: document.querySelectorAll("x-planted, [data-planted], img, iframe, script:not([src])").length,
      ran: globalThis.planted !== undefined,
      text: document.body.textContent,
    }));
    check(seen.made === 0, `${path}: ${seen.made} elements were made from text`);
    check(!seen.ran, `${path}: a planted script ran`);
    for (const kind of shown) check(seen.text.includes(`<x-planted data-planted="1">${kind}</x-planted>`), `${path}: '${kind}' is not shown as text`);
    figures[path] = shown.length;
    await page.context().close();
  }

  // Also when a later change should try: no text can become markup in these pages.
  const page = await open(told.pages[0].path, { mayFail: true });
  const refused = await page.evaluate(() => {
    try {
      document.getElementById("main").innerHTML = "<b>x</b>";
      return false;
    } catch (error) {
      return error instanceof TypeError;
    }
  });
  check(refused, "innerHTML is not refused");
}
