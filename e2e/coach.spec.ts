/** The first run: four sentences that go on by what a person does, lie in nobody's way, and come once. */
import { openLab, setBatch, transport } from './actions';
import { expect, expectAccessible, test, type Page } from './lab';

const card = (page: Page) => page.getByRole('complementary', { name: /First steps|入门步骤/ });
const ring = (page: Page) => page.locator('.coach-ring');

test('goes on by what is done, comes once, and again where it is asked for', async ({ page }) => {
  await openLab(page);
  await setBatch(page, 32);
  await expect(card(page)).toContainText('1 of 4');
  await expect(ring(page)).toBeVisible();
  await expectAccessible(page, 'the first step');
  await card(page).getByRole('button', { name: 'Next' }).click();
  await expect(card(page)).toContainText('Press Start');
  await expect(card(page)).toContainText('2 of 4');
  const around = await ring(page).boundingBox();
  expect(around).toEqual(await transport(page, 'Start').boundingBox());

  await transport(page, 'Start').click();
  await expect(card(page)).toContainText('3 of 4');
  // By keys: while shaders compile, a software adapter draws no frames to click in.
  await page.keyboard.press('2');
  await expect(card(page)).toContainText('4 of 4');
  await page.keyboard.press('4');
  await expect(card(page)).toBeHidden();
  await page.keyboard.press('x');

  await page.reload();
  await expect(page.locator('[data-node]').first()).toBeVisible();
  await expect(card(page)).toBeHidden();
  await page.keyboard.press('?');
  await page.getByRole('dialog').getByRole('button', { name: 'Show the first steps again' }).click();
  await expect(card(page), 'the panel of a step that is to come may be open already').toContainText('1 of 4');
});

test('takes no focus, lets the pointer through, and goes by Escape alone where Escape does nothing else', async ({
  page,
}) => {
  await openLab(page);
  await expect(card(page)).toBeVisible();
  expect(await page.evaluate(() => document.activeElement === document.body)).toBe(true);
  const text = (await card(page).locator('p').boundingBox())!;
  const hit = await page.evaluate(([x, y]) => document.elementFromPoint(x, y)?.closest('.coach, .board')?.className, [
    text.x + 5,
    text.y + 5,
  ] as const);
  expect(hit).toContain('board');

  await page.locator('[data-node="match"]').click();
  await page.locator('[data-node="match"]').focus();
  await page.keyboard.press('Escape');
  await expect(card(page), 'Escape left the node').toBeVisible();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(card(page), 'Escape closed the help').toBeVisible();
  await page.keyboard.press('Escape');
  await expect(card(page)).toBeHidden();
});

test('on a phone it has a row of its own', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await openLab(page, '?lang=zh');
  for (let step = 1; step <= 4; step++) {
    await expect(card(page)).toContainText(`第 ${step} 步`);
    await expect(ring(page)).toBeVisible();
    await expectAccessible(page, `step ${step}`);
    const [own, board, footer] = await Promise.all(
      [card(page), page.locator('section.towers'), page.getByRole('contentinfo')].map((part) => part.boundingBox()),
    );
    expect(own!.y).toBeGreaterThanOrEqual(board!.y + board!.height);
    expect(own!.y + own!.height).toBeLessThanOrEqual(footer!.y);
    await card(page).getByRole('button').last().click();
  }
  await expect(card(page)).toBeHidden();
});
