// What a page costs: bytes over the wire, calls and whether one waits for another, elements, layout shift. Times are printed and judge nothing: they are the machine's.
export default async function ({ browser, told, check, figures, open, address }) {
  const { path, mostBytes, mostCalls, mostElements } = told;
  const runs = [];
  for (let number = 0; number < 2; number++) {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const page = await context.newPage();
    const network = await context.newCDPSession(page);
    await network.send("Network.enable");
    let bytes = 0;
    network.on("Network.loadingFinished", event => { bytes += event.encodedDataLength; });
    await page.addInitScript(() => {
      globalThis.waited = false;
      let hasAnswer = false;
      const { fetch } = globalThis;
      globalThis.fetch = (...call) => {
        globalThis.waited ||= hasAnswer;
        return fetch(...call).then(answer => { hasAnswer = true; return answer; });
      };
      globalThis.shift = 0;
      new PerformanceObserver(list => { for (const entry of list.getEntries()) globalThis.shift += entry.value; }).observe({ type: "layout-shift", buffered: true });
    });
    await page.goto(address(path));
    await page.waitForFunction(() => performance.getEntriesByName("interactive").length > 0);
    await page.waitForLoadState("networkidle");
    const seen = await page.evaluate(() => {
      const calls = performance.getEntriesByType("resource").filter(entry => new URL(entry.name).pathname.startsWith("/api/"));
      return {
        interactive: Math.round(performance.getEntriesByName("interactive")[0].startTime), shift: globalThis.shift,
        calls: calls.length, waited: globalThis.waited,
        elements: document.querySelectorAll("*").length,
      };
    });
    runs.push({ ...seen, bytes });
    await context.close();
  }
  figures.runs = runs;
  for (const { bytes, calls, elements } of runs) {
    check(bytes <= mostBytes, `${path}: ${bytes} bytes were transferred, ${mostBytes} are allowed`);
    check(calls <= mostCalls, `${path}: ${calls} calls, ${mostCalls} are allowed`);
    check(elements <= mostElements, `${path}: ${elements} elements, ${mostElements} are allowed`);
  }

  check(runs.every(run => run.shift === 0), `${path}: the layout shifted by ${runs.map(run => run.shift)}`);
  check(runs.every(run => !run.waited), `${path}: a call waited for another one`);

  // Once more, watched for errors.
  await open(path);
}
