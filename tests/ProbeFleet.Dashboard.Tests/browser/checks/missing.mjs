// Where rows could not be read or an account was silent, nothing failing is not everything passing.
export default async function ({ check, open }) {
  for (const [missing, notice] of [[{ unreadable: 2 }, "2 stored rows cannot be read"], [{ isPartial: true }, "One of two storage accounts does not answer"]]) {
    const page = await open("/");
    check(!(await page.innerText("main")).includes("missing here"), "something is said to be missing while nothing is");
    await page.route("**/api/incidents?*", route => route.fulfill({ json: { incidents: [], isPartial: false, unreadable: 0 } }));
    await page.route("**/api/fleet*", async route => {
      const fleet = await (await route.fetch()).json();
      await route.fulfill({ json: { ...fleet, ...missing, cells: fleet.cells.map(cell => ({ ...cell, outcome: "passed", slow: undefined })) } });
    });
    await page.reload();
    await page.waitForFunction(() => performance.getEntriesByName("interactive").length > 0);
    const headline = await page.innerText("h1");
    check(headline.trim() === "Nothing is known to fail", `the headline is ${headline}`);
    check((await page.innerText("main")).replaceAll("\u00a0", " ").includes(notice), "the page does not say what is missing");
    await page.context().close();
  }

  // A vantage whose heartbeat cannot be read passed last, and nothing says whether it still probes.
  const lost = async route => {
    const answer = await (await route.fetch()).json();
    const fleet = answer.fleet ?? answer;
    const name = fleet.vantages[0].heartbeat.vantage.name;
    Object.assign(fleet, { vantages: fleet.vantages.slice(1), unreadable: 1, unreadableVantages: [name], cells: fleet.cells.map(cell => ({ ...cell, outcome: "passed", slow: undefined })) });
    await route.fulfill({ json: answer });
  };
  const read = async (path, pattern) => {
    const page = await open(path);
    await page.route(pattern, lost);
    await page.reload();
    await page.waitForFunction(() => performance.getEntriesByName("interactive").length > 0);
    const text = (await page.innerText("main")).replaceAll("\u00a0", " ");
    await page.context().close();
    check(text.includes("1 stored row cannot be read"), `${path} does not say what is missing`);
    return text;
  };
  const fleet = await read("/", "**/api/fleet*");
  check(fleet.includes("has a heartbeat that cannot be read"), "the fleet does not name the vantage that cannot be read");
  check(!fleet.includes("never heard"), "the matrix says that the vantage was never heard");
  check((await read("/vantages", "**/api/fleet*")).includes("its heartbeat cannot be read"), "the vantages do not name the one that cannot be read");
  const route = await read("/routes/openai", "**/api/routes/openai/history*");
  check(/1 silent/.test(route), "a route's page counts a vantage as heard that cannot be read");

  const page = await open("/incidents");
  await page.route("**/api/incidents?*", route => route.fulfill({ json: { incidents: [], isPartial: false, unreadable: 1, unreadableIncidents: [
    { id: "019aa4b7-5c80-7000-8000-00000000000a", mayBeOpen: true, component: "proxy:eu", writtenAt: "2026-12-01T03:00:00Z", reason: "The row has schema 2." }] } }));
  await page.reload();
  await page.waitForFunction(() => performance.getEntriesByName("interactive").length > 0);
  check((await page.innerText("h1")).trim() === "No open incident is known", `the headline is ${await page.innerText("h1")}`);
  check(/00000000000a.*perhaps open.*The row has schema 2\..*No second incident is opened/s.test(await page.innerText("main")), "the incident that cannot be read is not named");
  await page.context().close();

  // The probes of an incident are stored and cannot be read: the page is there all the same, and does not call them gone.
  const list = await open("/incidents");
  const subject = await list.getAttribute("[id^=incident-]", "href");
  await list.context().close();
  const incident = await open(subject.replace(/^.*(?=\/incidents\/)/, ""), { mayFail: true });
  await incident.route("**/packet", route => route.fulfill({
    status: 500, contentType: "application/problem+json", json: { title: "The stored incident, or its evidence, cannot be read.", status: 500, detail: "It exists, but this version cannot read it." },
  }));
  await incident.reload();
  await incident.waitForFunction(() => performance.getEntriesByName("interactive").length > 0);
  const told = await incident.innerText("main");
  check(told.includes("Its probes cannot be read") && told.includes("It exists, but") && !told.includes("is stored any more"), "an incident's page does not say that its probes cannot be read");
  await incident.context().close();
}
