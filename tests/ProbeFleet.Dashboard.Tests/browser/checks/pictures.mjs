// Pictures for people to look at.
export default async function ({ told, open }) {
  for (const picture of told.pictures) {
    const page = await open(picture.path, { width: picture.width ?? 1440, height: picture.height ?? 900, dark: picture.dark, deviceScaleFactor: picture.scale ?? 1 });
    if (picture.click) await page.click(picture.click);
    await page.waitForTimeout(200);
    await page.screenshot({ path: picture.file ?? `${told.screenshots}/${picture.name}.png`, fullPage: picture.full ?? false });
    await page.context().close();
  }
}
