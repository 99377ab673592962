/**
 * axe on every screen, in both languages and both themes, one with one: colours know no language. The screens are
 * reached by keys, which no language changes.
 */
import { atRest, dataButton, openLab, setBatchByPlace } from './actions';
import { expect, expectAccessible, test } from './lab';
import { csv, lendings } from './library-log';

for (const [language, colorScheme] of [
  ['en', 'light'],
  ['zh', 'dark'],
] as const) {
  test(`every screen is accessible (${language}, ${colorScheme})`, async ({ page }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await openLab(page, `?lang=${language}`);
    await expect(page.locator('html')).toHaveAttribute('lang', language === 'zh' ? 'zh-CN' : 'en');
    await expectAccessible(page, 'towers, outline and empty curves');

    await setBatchByPlace(page, 32);
    await dataButton(page).focus();
    await page.keyboard.press('n');
    await atRest(page);
    for (const [key, name] of [
      ['1', 'curves'],
      ['2', 'inside'],
      ['3', 'result'],
      ['4', 'retrieval'],
      ['5', 'data'],
    ] as const) {
      await page.keyboard.press(key);
      if (name === 'retrieval') await expect(page.locator('.ranked').first()).toBeVisible();
      await expectAccessible(page, name);
    }

    await page.keyboard.press('g');
    await page.keyboard.press('Enter');
    await expect(page.locator('.inspector, [data-inspector]').first()).toBeVisible();
    await expectAccessible(page, 'inspector');
    await page.keyboard.press('Escape');

    await page.keyboard.press('?');
    await expect(page.getByRole('dialog')).toBeVisible();
    await expectAccessible(page, 'keys');
    await page.keyboard.press('Escape');

    await dataButton(page).click();
    await expectAccessible(page, 'worlds');
    await page.getByRole('dialog').getByRole('tab').last().click();
    await expectAccessible(page, 'upload, empty');
    const { log, books } = lendings();
    await page.getByTestId('file-log').setInputFiles(csv('lendings.csv', log));
    await page.getByTestId('file-items').setInputFiles(csv('books.csv', books));
    await expect(page.getByRole('dialog').locator('.columns')).toHaveCount(2);
    await expectAccessible(page, 'upload, with columns');
  });
}
