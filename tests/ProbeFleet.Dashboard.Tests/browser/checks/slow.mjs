// What passes and has become slow: it is seen, named for those who do not see it, and never called a failure.
export default async function ({ told, check, figures, open }) {
  for (const dark of [false, true]) {
    const page = await open("/", { dark });
    const cells = await page.locator(".matrix a.slow").evaluateAll(all => all.map(one => {
      const look = getComputedStyle(one);
      return { id: one.id, shown: one.innerText.replace(/\s+/g, " "), tint: look.backgroundColor, quiet: getComputedStyle(document.querySelector(".matrix a.pass")).backgroundColor };
    }));
    figures[`cells ${dark}`] = cells;
    check(cells.length === 3, `${cells.length} slow cells, 3 are meant`);
    check(cells.every(cell => cell.shown.includes("…") && cell.shown.includes("slow at TCP")), "a slow cell does not say where it is slow");
    check(cells.every(cell => cell.tint !== cell.quiet), "a slow cell looks like a quiet one");
    await page.context().close();
  }

  let page = await open("/");
  const { nodes } = await (await page.context().newCDPSession(page)).send("Accessibility.getFullAXTree");
  const names = nodes.filter(node => node.role?.value === "link").map(node => node.name?.value ?? "");
  check(names.includes(`openai from ${told.vantage}: passes, slow at TCP`), `the slow cell is not named: ${names.filter(name => name.includes(told.vantage)).join(" | ")}`);
  const plain = text => text.replaceAll("\u00a0", " ");
  const text = plain(await page.innerText("main"));
  check(/3\/4 slow/.test(text), "the row does not count its slow paths");
  check(text.includes(`${told.vantage} is slow on 3 of 4 routes`), "the slow row is not named in words");
  check(/passes, has become slow/.test(await page.innerText(".legend")), "the legend does not explain the sign");
  check(plain(await page.innerText("h1")).trim() === "1 open incident" && text.includes("… slow, nothing fails"), "the incident is not told to be of slow paths");
  check(!/fails? (from|on)|fail\b/.test(text.replace("nothing fails", "").replace(/fails: .*/g, "")), "something is called a failure");

  await page.route("**/api/incidents?*", route => route.fulfill({ json: { incidents: [], isPartial: false, unreadable: 0 } }));
  await page.reload();
  await page.waitForFunction(() => performance.getEntriesByName("interactive").length > 0);
  check(plain(await page.innerText("h1")).trim() === "3 paths are slow, no incident open", `the headline is ${await page.innerText("h1")}`);
  await page.context().close();

  page = await open("/", { width: 360, height: 780, isMobile: true, hasTouch: true });
  const spelled = page.locator(".matrix a.slow:visible");
  check(await spelled.count() === 3, "on a narrow screen slow paths are not spelled out");
  check((await spelled.evaluateAll(all => all.map(one => one.getBoundingClientRect().height))).every(height => height >= 24), "a slow cell is lower than 24 px");
  await page.context().close();

  page = await open(`/incidents/${told.incident}`);
  const incident = plain(await page.innerText("main"));
  for (const words of ["slow at TCP", "… slow", "✓ in its usual time", "12 probes"]) check(incident.includes(words), `the incident's page does not say '${words}'`);
  check(!/failing|failure|failed|\bok\b/.test(incident), `the incident's page names a failure: ${incident.match(/.*(failing|failure|failed|\bok\b).*/)?.[0]}`);
  await page.context().close();

  for (const [path, words] of [
    [`/probes/${told.probe}`, ["… passed, slow at TCP", "TCP took 360 ms where 18 ms is usual at this hour", "… passed, slow"]],
    [`/routes/openai?vantage=${told.vantage}`, ["✓ passes from 3 vantages", "… slow from 1", "… slow at TCP"]],
    [`/vantages/${told.vantage}`, ["Routes (0 of 4 fail, 3 slow)", "… slow at TCP"]],
  ]) {
    page = await open(path);
    const main = plain(await page.innerText("main"));
    for (const one of words) check(main.includes(one), `${path} does not say '${one}'`);
    await page.context().close();
  }
}
