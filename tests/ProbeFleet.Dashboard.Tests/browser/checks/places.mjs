// Every place is reached from every other one, lists are narrowed by typing, and what is not there leads back.
const places = { Fleet: "/", Incidents: "/incidents", Routes: "/routes", Vantages: "/vantages", Configuration: "/configuration", Causes: "/causes", About: "/about" };

export default async function ({ told, check, figures, open }) {
  let page = await open("/");
  for (const [name, path] of Object.entries(places)) {
    await page.click(`#nav a:text-is("${name}")`);
    await page.waitForURL(url => url.pathname === `/signed-in${path}`);
    await page.waitForFunction(() => performance.getEntriesByName("interactive").length > 0);
    figures[name] = await page.innerText("h1");
    check(await page.locator(`#nav a[aria-current=page]:text-is("${name}")`).count() === 1, `${name} is not marked as the current page`);
    check(!/Nothing to show|Not found/.test(figures[name]), `${name} shows nothing`);
  }
  await page.context().close();

  page = await open("/incidents");
  const shown = () => page.locator("tbody tr:visible").count();
  const all = await shown();
  check(all > 0 && (await page.innerText("tbody tr >> nth=0")).includes("● open"), "the open incident is not the first");
  await page.fill("#incidentFilter", "no-such-words");
  check(await shown() === 0 && await page.locator("text=Nothing here has these words.").isVisible(), "typing does not narrow the list");
  await page.fill("#incidentFilter", "resolver openai");
  check(await shown() > 0, "typing words of the title finds nothing");
  await page.fill("#incidentFilter", "");
  await page.selectOption("#incidentOwner", "quota");
  check(await shown() === 0, "the owner does not narrow the list");
  await page.selectOption("#incidentOwner", "connection-path");
  await page.selectOption("#incidentState", "ended");
  check(await page.locator("tbody tr:visible >> text=● open").count() === 0, "an open incident is among the ended");
  await page.context().close();

  // The app that serves the pages is a vantage too, and probes nothing: no data is not healthy.
  for (const [path, row] of [["/vantages", "tr:has(a:text-is('lab'))"], ["/", "tr:has(#vantage-lab) th"]]) {
    page = await open(path);
    figures[row] = await page.locator(row).innerText();
    check(/probes no route/.test(figures[row]) && !figures[row].includes("pass"), `${path}: a vantage that probes nothing is told as well: ${figures[row]}`);
    await page.context().close();
  }

  page = await open("/configuration");
  figures.versions = await page.locator("section:has(h2:text-is('Who changed it, and when')) tbody tr").allInnerTexts();
  check(figures.versions.length > 0 && figures.versions.every(version => /^\d+\s+\S+.*\S+/.test(version)), `/configuration does not say who changed it, and when: ${figures.versions}`);
  await page.context().close();

  page = await open("/routes/gateway?vantage=prod-westeurope&window=1h");
  figures.stream = await page.locator(".u-legend").first().innerText();
  check(/first event/.test(figures.stream) && /longest gap of the stream/.test(figures.stream), `a streaming route's chart does not show first event and gap: ${figures.stream}`);
  await page.context().close();

  for (const [path, back] of [["/incidents/01990000-0000-7000-8000-000000000009", "/incidents"], ["/routes/no-such-route", "/routes"], ["/probes/nothing", "/"]]) {
    page = await open(path, { mayFail: true });
    const isTold = /Not found|No vantage|no probe|Nothing/i.test(await page.innerText("main"));
    check(isTold && await page.locator(`main a[href="/signed-in${back}"]`).count() > 0, `${path} does not lead back: ${await page.innerText("main")}`);
    await page.context().close();
  }
}
