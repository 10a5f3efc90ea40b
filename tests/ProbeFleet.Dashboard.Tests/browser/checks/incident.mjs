// The incident page answers five questions on its first screen, in plain words, and calls nothing well that is not.
const questions = ["whose", "broken", "since", "doNext", "ruledOut"];

export default async function ({ told, check, figures, open }) {
  let page = await open(`/incidents/${told.incident}`, { width: 1280, height: 800, permissions: ["clipboard-read", "clipboard-write"], timezoneId: "Asia/Kolkata" });
  const answers = await page.evaluate(ids => ids.map(id => {
    const place = document.getElementById(id);
    return { id, text: place?.innerText.replace(/\s+/g, " ") ?? "", bottom: Math.round(place?.getBoundingClientRect().bottom ?? Infinity) };
  }), questions);
  figures.answers = answers;
  for (const { id, text, bottom } of answers) check(text.length > 10 && bottom <= 800, `'${id}' is not answered on the first screen: ends at ${bottom} px with '${text}'`);
  const [whose, broken, since, doNext, ruledOut] = answers.map(answer => answer.text);
  check(/connection path/.test(whose) && /almost certain|probable|possible/.test(whose), `the owner is not named: ${whose}`);
  check(broken.includes("5 routes") && broken.includes(told.vantage) && broken.includes("dns.nxdomain"), `what is broken for whom is not said: ${broken}`);
  check(/for \d+ (min|h)/.test(since) && since.includes("5 paths of 5 have not recovered"), `since when is not said: ${since}`);
  check(doNext.length > 20 && ruledOut.includes("pass from 2 other vantages"), `ruled out: ${ruledOut}`);
  const main = await page.innerText("main");
  check((await page.innerText("h1")) === `The DNS resolver of ${told.vantage} does not know the host of 5 routes`, `the title is no sentence: ${await page.innerText("h1")}`);
  check(!/\bbits?\b|≡|dns:vnet/.test(main), `inventor's words: ${main.match(/.*(\bbits?\b|≡|dns:vnet).*/)?.[0]}`);
  check((await page.innerText("main")).includes("DO NOT") || main.includes("Do not"), "what not to do is not said");

  await page.click("#copyLink");
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  check(copied.endsWith(`/incidents/${told.incident}`), `the copied link is ${copied.replace(told.key, "KEY")}`);

  await page.click("#clock");
  check(/UTC\+5:30/.test(await page.innerText("#since")), `local time is not shown: ${await page.innerText("#since")}`);
  check(/UTC · here .*UTC\+5:30/.test(await page.locator("#since time").getAttribute("title")), "the other clock is not on hover");
  await page.reload();
  await page.waitForFunction(() => performance.getEntriesByName("interactive").length > 0);
  check(/UTC\+5:30/.test(await page.innerText("#since")), "the choice of the clock is not remembered");

  await page.click("#broken a");
  await page.waitForURL(url => url.pathname === "/signed-in/causes");
  await page.waitForFunction(() => performance.getEntriesByName("interactive").length > 0);
  const entry = await page.evaluate(() => {
    const place = document.getElementById("dns.nxdomain").getBoundingClientRect();
    return { top: place.top, text: document.getElementById("dns.nxdomain").innerText };
  });
  check(entry.top >= -1 && entry.top < 800 && /Do next/.test(entry.text), `the cause does not lead to what it means: ${entry.top}`);
  await page.context().close();

  const other = "01990000-0000-7000-8000-000000000001";
  const ended = (state, change) => ({ state, mergedInto: state === "merged" ? other : undefined, closedAt: new Date().toISOString(), closedBy: state === "merged" ? "merged" : "recovery", ...change });
  for (const [state, isWell, words] of [["merged", false, "Merged, not over"], ["closed", false, "had not worked again"], ["closed", true, "proved by the fleet's own probes"]]) {
    page = await open("/about");
    await page.route(`**/api/incidents/${told.incident}`, async route => {
      const answer = await route.fetch();
      const incident = await answer.json();
      const affected = incident.affected.map(one => isWell ? { ...one, recoveredAt: new Date().toISOString() } : one);
      await route.fulfill({ status: 200, json: { ...incident, ...ended(state, { affected }) } });
    });
    await page.evaluate(id => { location.href = `/signed-in/incidents/${id}`; }, told.incident);
    await page.waitForURL(url => url.pathname === `/signed-in/incidents/${told.incident}`);
    await page.waitForFunction(() => performance.getEntriesByName("interactive").length > 0);
    const shown = await page.innerText("main");
    check(shown.includes(words), `${state} ${isWell}: '${words}' is not said`);
    check((await page.locator("main .tag.good, main .notice.well").count() > 0) === isWell, `${state} ${isWell}: the colour of well-being is wrong`);
    if (state === "merged") check(await page.locator(`main a[href*="${other}"]`).count() === 1, "a merged incident does not say into what");
    await page.context().close();
  }
}
