/** Two heads: the formula of an objective is checked where it is typed, in both languages. */
import { openLab } from './actions';
import { expect, expectAccessible, test } from './lab';

const WORDS = {
  en: { formula: /^Row weights of this objective/, wrong: 'The loaded log has no outcome “stay”.' },
  zh: { formula: /^本目标的行权重/, wrong: '已加载的日志中没有结果列“stay”' },
};

for (const language of ['en', 'zh'] as const)
  test(`the formula of a head is underlined where it is wrong (${language})`, async ({ page }) => {
    const w = WORDS[language];
    await openLab(page, `?lang=${language}`);
    await page.locator('.side-panel select').first().selectOption('heads');
    await page.locator('[data-node="second-softmax"]').click();
    const field = page.getByRole('textbox', { name: w.formula });
    await expect(field).toHaveValue('sqrt(max(0, dwell_seconds))');
    await field.fill('dwell_seconds * stay');
    await expect(page.locator('.formula-ghost u')).toHaveText('stay');
    await expect(page.locator('.inspector')).toContainText(w.wrong);
    await expectAccessible(page, `formula of a head, ${language}`);
    await field.fill('');
    await page.getByRole('button', { name: 'liked' }).click();
    await expect(field).toHaveValue('liked');
    await expect(field).not.toHaveAttribute('aria-invalid', 'true');
  });
