// 360 px: nothing makes the page scroll sideways, and a finger hits what it means.
export default async function ({ told, check, figures, open }) {
  for (const path of told.paths) {
    const page = await open(path, { width: 360, height: 780, isMobile: true, hasTouch: true });
    const { width, wide } = await page.evaluate(() => ({
      width: document.documentElement.scrollWidth,
      wide: [...document.querySelectorAll("main *")].filter(one => one.getBoundingClientRect().right > 361 && !one.closest("pre, .unseen")).slice(0, 3).map(one => one.outerHTML.slice(0, 120)),
    }));
    figures[path] = width;
    check(width <= 360 && wide.length === 0, `${path}: ${width} px wide: ${wide.join(" ")}`);
    const failing = await page.locator(".matrix a:is(.fail, .slow)").evaluateAll(all => all.filter(one => one.checkVisibility()).map(one => one.getBoundingClientRect().height));
    check(failing.every(height => height >= 24), `${path}: a failed or slow cell is lower than 24 px`);
    await page.context().close();
  }
}
