// Everything by keys alone: skip link, matrix, probe now, verify, packet.
export default async function ({ told, check, figures, open }) {
  const focused = page => page.evaluate(() => {
    const one = document.activeElement;
    const outline = getComputedStyle(one);
    return { id: one.id, tag: one.tagName, text: one.textContent, cell: one.closest(".cell") !== null, isSeen: outline.outlineStyle !== "none" && parseFloat(outline.outlineWidth) >= 2 };
  });
  const tabTo = async (page, id) => {
    for (let presses = 0; presses < 40; presses++) {
      const now = await focused(page);
      if (now.id === id) {
        check(now.isSeen, `the focus on #${id} is not seen`);
        return;
      }
      await page.keyboard.press("Tab");
    }
    check(false, `#${id} is not reached by Tab`);
  };

  let page = await open("/");
  await page.keyboard.press("Tab");
  check((await focused(page)).text === "Skip to content", "the first stop is not the skip link");
  await page.keyboard.press("Enter");
  check((await focused(page)).id === "main", "the skip link does not lead to the content");
  let stops = 0;
  while (!(await focused(page)).cell && stops++ < 30) await page.keyboard.press("Tab");
  const first = await focused(page);
  check(first.cell && first.isSeen, "the matrix is not reached, or the focus in it is not seen");
  await page.keyboard.press("Control+End");
  const last = await focused(page);
  await page.keyboard.press("Home");
  const row = await focused(page);
  check(last.id !== first.id && last.cell && row.id.startsWith("vantage-"), `Home does not lead to the row's vantage: ${first.id} ${last.id} ${row.id}`);
  await page.keyboard.press("ArrowUp");
  const above = await focused(page);
  await page.keyboard.press("ArrowRight");
  const right = await focused(page);
  check(above.id.startsWith("vantage-") && above.id !== row.id && right.cell, `arrows do not move: ${row.id} ${above.id} ${right.id}`);
  await page.keyboard.press("Tab");
  check(!(await focused(page)).id.startsWith("cell-"), "the matrix is more than one stop");
  figures.stopsBeforeTheMatrix = stops;
  await page.context().close();

  page = await open(`/routes/${told.route}`);
  await tabTo(page, "probeNow");
  await page.keyboard.press("Enter");
  await page.waitForSelector("dialog[open]");
  await tabTo(page, "probeReason");
  await page.keyboard.type(told.reason);
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => /of 1\svantage done/.test(document.getElementById("probeSaid").textContent));
  const served = await fetch(`${told.url}/admin/functions/ServeProbeRequests`, { method: "POST", headers: { "x-functions-key": told.key } });
  check(served.status === 202, `the mailbox was not served: ${served.status}`);
  await page.waitForFunction(() => document.getElementById("probeSaid").textContent.startsWith("Finished: 1 of 1"));
  figures.probe = await page.textContent("#probeSaid");
  check(await page.locator("dialog").evaluate((dialog, reason) => dialog.textContent.includes(reason), told.reason), "the reason is not shown as it was typed");
  check(await page.locator("#probeSaid[role=status]").count() === 1, "progress is not told to screen readers");
  await page.keyboard.press("Escape");
  await page.waitForSelector("dialog", { state: "detached" });
  check((await focused(page)).id === "probeNow", "closing does not lead back to the button");
  await page.context().close();
}
