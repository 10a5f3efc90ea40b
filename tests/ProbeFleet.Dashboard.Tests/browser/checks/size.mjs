// Big fleets: groups, search, what is broken as a whole told once, names that stay and are never cut where they are worst.
const regions = ["westeurope", "swedencentral", "northeurope", "eastus2", "uksouth", "japaneast", "brazilsouth", "australiaeast"];

export default async function ({ told, check, figures, open }) {
  for (const [vantages, routes, mostElements] of [[60, 30, 6_500], [200, 100, 6_500]]) {
    const fleet = fleetOf(vantages, routes);
    for (const phone of [false, true]) {
      const page = await open("/about", phone ? { width: 360, height: 780, isMobile: true, hasTouch: true } : {});
      await page.route("**/api/fleet", route => route.fulfill({ json: fleet }));
      await page.evaluate(() => { location.href = "/signed-in/"; });
      await page.waitForURL(url => url.pathname === "/signed-in/");
      await page.waitForFunction(() => performance.getEntriesByName("interactive").length > 0);
      await (phone ? narrow : wide)(page, `${vantages} × ${routes}`, mostElements, vantages * routes > 3_000);
      await page.context().close();
    }
  }

  async function wide(page, where, mostElements, isGrouped) {
    const elements = await page.evaluate(() => document.querySelectorAll("*").length);
    figures[where] = { elements };
    check(elements <= mostElements, `${where}: ${elements} elements`);
    check((await page.locator("button.group").count() > 0) === isGrouped, `${where}: ${isGrouped ? "is not" : "is"} grouped by itself`);
    const cut = await page.locator("th:is(.broken, .some) .name, tr:is(.broken, .some, .silent) th .name").evaluateAll(all => all.filter(one => one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1).map(one => one.textContent));
    check(cut.length === 0, `${where}: names of what is broken are cut: ${cut.slice(0, 3)}`);
    const told = await page.locator("a.told").evaluateAll(all => all.map(one => one.innerText.trim()));
    check(told.length > 0 && told.every(text => text === ""), `${where}: a broken row or column is spelled in each of its cells`);
    check(await page.locator("tbody tr:not(.broken, .grouping) .count.own").count() <= 1, `${where}: rows count what a broken column explains`);

    await page.selectOption("#rows", "region");
    const groups = await page.locator("tbody button.group").count();
    check(groups === regions.length, `${where}: ${groups} regions`);
    const before = await page.locator("tbody tr").count();
    await page.click("tbody button.group >> nth=0");
    check(await page.locator("tbody tr").count() > before, `${where}: a region does not open`);
    check(await page.evaluate(() => document.activeElement.classList.contains("group")), `${where}: opening a group loses the focus`);
    await page.selectOption("#columns", "provider");
    check(await page.locator("thead button.group").count() === 3, `${where}: providers are not grouped`);
    await page.selectOption("#columns", "none");
    await page.selectOption("#rows", "none");
    await page.fill("#search", "uksouth route-007");
    const left = await page.evaluate(() => ({ rows: document.querySelectorAll("tbody tr").length, columns: document.querySelectorAll("thead th").length - 1, isKept: document.activeElement.id === "search" }));
    check(left.rows > 0 && left.columns === 1 && left.isKept, `${where}: search leaves ${JSON.stringify(left)}`);
    await page.fill("#search", "");
    await page.selectOption("#only", "unwell");
    const unwell = await page.locator("tbody tr").count();
    check(unwell > 0 && unwell < 12, `${where}: ${unwell} rows are not well`);
    await page.selectOption("#only", "all");
    if (isGrouped) {
      const left = await page.evaluate(() => {
        const scroll = document.querySelector(".scroll");
        scroll.scrollLeft = 600;
        scroll.scrollTop = 900;
        const area = scroll.getBoundingClientRect();
        return { name: document.querySelector("tbody tr:nth-child(60) th").getBoundingClientRect().left - area.left, head: document.querySelector("thead th:nth-child(30)").getBoundingClientRect().top - area.top };
      });
      check(Math.abs(left.name) <= 2 && Math.abs(left.head) <= 2, `${where}: names do not stay: ${JSON.stringify(left)}`);
    }
  }

  async function narrow(page, where) {
    const { width, chips, height } = await page.evaluate(() => ({
      width: document.documentElement.scrollWidth, height: document.documentElement.scrollHeight,
      chips: [...document.querySelectorAll(".matrix a.told")].filter(one => one.checkVisibility()).length,
    }));
    figures[`${where} phone`] = { width, height, chips };
    check(width <= 360, `${where}: ${width} px wide on a phone`);
    check(chips === 0, `${where}: ${chips} cells on a phone repeat a broken row or column`);
  }
}

// Every seventh column's provider differs; one vantage and one gateway are broken, one path fails by itself, one vantage is silent.
function fleetOf(vantageCount, routeCount) {
  const at = new Date().toISOString();
  const name = (what, number) => `${what}-${String(number).padStart(3, "0")}`;
  const vantages = Array.from({ length: vantageCount }, (_, number) => ({
    isSilent: number === 5, heartbeat: { at, lastRound: 1, spoolDepth: 0, vantage: { name: number === 7 ? `the-vantage-with-a-rather-long-name-${number}` : name("vantage", number), region: regions[number % regions.length], network: `vnet-${number % 5}/probe` } },
  }));
  const routes = Array.from({ length: routeCount }, (_, number) => ({ name: number === 3 ? "gateway-with-a-rather-long-name-of-its-own" : name("route", number), kind: "openai", baseUrl: "https://a.test", model: "m", provider: ["openai", "contoso.openai.azure.com", "llm.contoso.com"][number % 3] }));
  const isFailing = (vantage, route) => vantage === 7 || route === 3 || (vantage === 9 && route === 11);
  const cells = vantages.flatMap(({ heartbeat }, vantage) => routes.map((route, number) => ({
    vantage: heartbeat.vantage.name, route: route.name, at, probeId: "01990000-0000-7000-8000-000000000001", outcome: isFailing(vantage, number) ? "failed" : "passed",
    cause: isFailing(vantage, number) ? "dns.nxdomain" : "ok", owner: isFailing(vantage, number) ? "connection-path" : "none", recent: Array.from({ length: 20 }, () => isFailing(vantage, number) ? "failed" : "passed"),
  })));
  return { at, isPartial: false, vantages, routes, cells, interceptions: [] };
}
