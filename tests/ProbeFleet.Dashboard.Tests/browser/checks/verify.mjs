// The incident page by keys: verify with live progress, and the packet.
export default async function ({ told, check, figures, open, address }) {
  const page = await open(`/incidents/${told.incident}`);
  for (let presses = 0; presses < 40 && await page.evaluate(() => document.activeElement.id) !== "verify"; presses++) await page.keyboard.press("Tab");
  check(await page.evaluate(() => document.activeElement.id) === "verify", "#verify is not reached by Tab");
  await page.keyboard.press("Enter");
  await page.waitForSelector("#verifySaid");
  figures.started = await page.textContent("#verifySaid");
  const run = async name => {
    const answer = await fetch(`${told.url}/admin/functions/${name}`, { method: "POST", headers: { "x-functions-key": told.key } });
    check(answer.status === 202, `${name}: ${answer.status}`);
  };
  await run("ServeProbeRequests");
  for (let tries = 0; tries < 40; tries++) {
    await run(told.judge);
    if (await page.waitForFunction(() => /verified|refused/.test(document.getElementById("verifySaid").textContent), null, { timeout: 2_000 }).catch(() => null)) break;
  }
  figures.ended = await page.textContent("#verifySaid");
  check(/verified|refused/.test(figures.ended), `verification did not end: ${figures.ended}`);
  check(/Verified|Refused/.test(await page.textContent("#announcer")), "the end is not told to screen readers");
  for (let presses = 0; presses < 60 && await page.evaluate(() => document.activeElement.id) !== "packet"; presses++) await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.querySelector("dialog pre")?.textContent.startsWith("#"));
  figures.packet = (await page.textContent("dialog pre")).length;
  await page.keyboard.press("Escape");
  await page.waitForSelector("dialog", { state: "detached" });
  check(await page.evaluate(() => document.activeElement.id) === "packet", "closing does not lead back to the button");
}
