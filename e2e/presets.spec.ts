/** The ready-made towers as pictures, chosen by keys. */
import { openLab } from './actions';
import { expect, test } from './lab';

for (const [language, width] of [
  ['en', 1440],
  ['zh', 390],
] as const)
  test(`the gallery of towers is walked by arrows and chosen from by Enter (${language}, ${width} px)`, async ({
    page,
  }) => {
    await openLab(page, `?lang=${language}`);
    const picker = page.locator('.side-panel select').first();
    await expect(picker).toHaveValue('two-tower');
    await page
      .locator('.side-panel')
      .getByRole('button', { name: /^(Gallery|图示)…$/ })
      .click();
    const dialog = page.getByRole('dialog');
    const cards = dialog.getByRole('option');
    await page.setViewportSize({ width, height: 900 });
    await expect(dialog.locator('svg:has(rect)')).toHaveCount(await cards.count());
    await expect(cards.first()).toBeFocused();
    await expect(cards.first()).toHaveAttribute('aria-selected', 'true');
    const cut = await cards.evaluateAll(
      (all) => all.filter(({ scrollHeight, clientHeight }) => scrollHeight > clientHeight + 1).length,
    );
    expect(cut, 'cards that are too small for what they show').toBe(0);
    expect(await dialog.evaluate((element) => element.scrollWidth - element.clientWidth)).toBeLessThanOrEqual(0);

    await page.keyboard.press('ArrowRight');
    await expect(cards.nth(1)).toBeFocused();
    await page.keyboard.press('ArrowDown');
    const below = page.locator('[role=option]:focus');
    const [first, second] = await Promise.all([cards.nth(1).boundingBox(), below.boundingBox()]);
    expect(second!.y).toBeGreaterThan(first!.y);
    expect(second!.x).toBe(first!.x);
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await expect(dialog).toBeHidden();
    await page.setViewportSize({ width: 1440, height: 900 });
    await expect(picker).toHaveValue('classic');
  });
