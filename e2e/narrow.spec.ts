/** 390 px wide: one part at a time, nothing scrolls sideways, and the whole path still works. */
import { atRest, dataButton, openLab, setBatchByPlace } from './actions';
import { sidewaysScroll } from './fits';
import { expect, test, type Page } from './lab';

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

const expectNoSidewaysScroll = async (page: Page, where: string) =>
  expect(await sidewaysScroll(page), `${where} fits`).toBeLessThanOrEqual(0);

/** WCAG 1.4.10: all of it in a column of 320 CSS pixels. */
test('at 320 pixels no panel scrolls sideways, and the help says what touch does', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  await openLab(page);
  const panes = page.locator('nav.panes').getByRole('button');
  for (let pane = 0; pane < 3; pane++) {
    await panes.nth(pane).tap();
    await expectNoSidewaysScroll(page, `pane ${pane}`);
  }
  for (let tab = 0; tab < 5; tab++) {
    await page.locator('.tab-list').first().getByRole('tab').nth(tab).tap();
    const [inner, outer] = await page
      .locator('section.right')
      .evaluate((pane) => [pane.scrollWidth, pane.clientWidth] as const);
    expect(inner, `tab ${tab}`).toBeLessThanOrEqual(outer);
    await expectNoSidewaysScroll(page, `tab ${tab}`);
  }
  await page.getByRole('button', { name: 'Keys and help' }).tap();
  const help = page.getByRole('dialog', { name: 'Keys and touch' });
  await help.getByText('Hold a node').scrollIntoViewIfNeeded();
  await expect(help.getByText('Hold a node')).toBeInViewport();
});

for (const language of ['en', 'zh'] as const) {
  test(`on a phone's width the lab trains and retrieves (${language})`, async ({ page }) => {
    await openLab(page, `?lang=${language}`);
    const panes = page.locator('nav.panes').getByRole('button');
    await expect(panes).toHaveCount(3);
    await expectNoSidewaysScroll(page, 'towers');
    await panes.nth(1).tap();
    await expectNoSidewaysScroll(page, 'settings');
    await setBatchByPlace(page, 32);
    await page.locator('.transport button').nth(1).tap();
    await atRest(page);
    await panes.nth(2).tap();
    for (let tab = 0; tab < 5; tab++) {
      await page.locator('.tab-list').first().getByRole('tab').nth(tab).tap();
      await expectNoSidewaysScroll(page, `tab ${tab}`);
    }
    await page.locator('.tab-list').first().getByRole('tab').nth(3).tap();
    await expect(page.locator('.ranked li').first()).toBeVisible();
    await expectNoSidewaysScroll(page, 'retrieval');
    await dataButton(page).tap();
    await expect(page.getByRole('dialog')).toBeVisible();
    await expectNoSidewaysScroll(page, 'data');
    const dialog = await page.getByRole('dialog').boundingBox();
    expect(dialog!.x).toBeGreaterThanOrEqual(0);
    expect(dialog!.x + dialog!.width).toBeLessThanOrEqual(390);
  });
}
