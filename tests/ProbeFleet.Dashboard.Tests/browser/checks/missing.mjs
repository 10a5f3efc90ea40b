// Where rows could not be read or an account was silent, nothing failing is not everything passing.
export default async function ({ check, open }) {
  for (const [missing, notice] of [[{ unreadable: 2 }, "2 stored rows of vantages, routes and incidents cannot be read"], [{ isPartial: true }, "One of two storage accounts does not answer"]]) {
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
}
