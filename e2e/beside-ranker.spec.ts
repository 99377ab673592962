/** A model is compared with a ranker that was trained before, by keys alone, in both languages. */
import { openLab, openTab, trainTenSteps } from './actions';
import { sidewaysScroll } from './fits';
import { expect, expectAccessible, test, type Page } from './lab';

/** Tab until the element has the focus. */
async function tabTo(page: Page, found: ReturnType<Page['locator']>): Promise<void> {
  for (let n = 0; n < 40; n++) {
    if (await found.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  await expect(found).toBeFocused();
}

test('two towers are compared with a ranker beside the hits of both, by keys, also in Chinese', async ({ page }) => {
  test.slow();
  await openLab(page);
  await page.locator('.side-panel select').first().selectOption('din');
  await trainTenSteps(page);
  await page.locator('.side-panel select').first().selectOption('two-tower');
  await trainTenSteps(page);
  await openTab(page, 'Result');
  const section = page.getByRole('region', { name: 'Compare with a ranker' });
  const choice = section.getByRole('combobox', { name: 'Ranker' });
  await expect(choice.getByRole('option')).toHaveText([/^Ranker with target attention.*ranker$/]);

  await page.getByRole('tab', { name: 'Result' }).focus();
  await tabTo(page, choice);
  await page.keyboard.press('Tab');
  await expect(section.getByRole('button', { name: 'Compare' })).toBeFocused();
  await page.keyboard.press('Enter');
  const bar = section.getByRole('progressbar');
  await expect(bar).toBeVisible();
  // One takes the place of the other, and keeps the focus.
  await expect(section.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(bar).toBeHidden({ timeout: 60_000 });
  await expect(section.getByRole('table')).toHaveCount(0);
  await expect(section.getByRole('button', { name: 'Compare' })).toBeFocused();
  await page.keyboard.press('Enter');

  const rows = section.locator('tbody tr');
  await expect(rows).toHaveCount(13, { timeout: 400_000 });
  await expect(rows.first()).toHaveText(/^HR@100\.\d{3} ± 0\.\d{3}0\.\d{3} ± 0\.\d{3}\d+$/);
  await expect(rows.nth(2)).toHaveText(/^Overlap@100\.\d{3} ± 0\.\d{3}\d+$/);
  await expect(rows.last()).toHaveText(/^Rank correlation-?\d\.\d{3} ± 0\.\d{3}\d+$/);
  await expectAccessible(page, 'beside a ranker', '.tab-page');

  const toChinese = page.getByRole('button', { name: '中文' });
  await toChinese.focus();
  await toChinese.press('Enter');
  const chinese = page.getByRole('region', { name: '与排序模型对照', exact: true });
  await expect(chinese.locator('tbody tr').last()).toContainText('秩相关');
  await expect(chinese).toContainText('一致和命中是两回事');
  await expectAccessible(page, 'beside a ranker in Chinese', '.tab-page');
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await sidewaysScroll(page)).toBeLessThanOrEqual(0);
});
