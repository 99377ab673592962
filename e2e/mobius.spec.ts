/** Bad cases: what towers of three classes would wrongly show while they train, by title, in both languages. */
import { openLab, setBatchByPlace } from './actions';
import { expect, expectAccessible, test } from './lab';

const WORDS = {
  en: {
    inside: 'Inside',
    title: 'Bad cases by title',
    ask: 'Show bad cases',
    again: 'Show again',
    summary: /^Of [\d,]+ pairs of users and items, the teacher knows \d+% and finds \d+% irrelevant\..* Step [\d,]+\.$/,
    values: /Relevance 0\.0\d\d, P\(click\) 0\.\d+$/,
    live: /^Bad cases per row/,
  },
  zh: {
    inside: '内部',
    title: '坏样本示例',
    ask: '显示坏样本',
    again: '再次显示',
    summary: /^在 [\d,]+ 个用户与物品的组合中，教师了解 \d+%，判定 \d+% 不相关。.*第 [\d,]+ 步。$/,
    values: /相关性 0\.0\d\d，点击概率 0\.\d+$/,
    live: /^每行的坏样本数/,
  },
};

for (const language of ['en', 'zh'] as const)
  test(`bad cases of the model of the moment are shown by title (${language})`, async ({ page }) => {
    const w = WORDS[language];
    await openLab(page, `?lang=${language}`);
    await page.locator('.side-panel select').first().selectOption('mobius');
    await expect(page.locator('[data-node="user-classes"]')).toBeVisible();
    await setBatchByPlace(page, 64);
    await page.locator('.transport button').first().click();
    await page.getByRole('tab', { name: w.inside }).click();
    await expect(page.getByRole('region', { name: w.live })).toBeVisible();
    const cases = page.getByRole('region', { name: w.title });
    await cases.getByRole('button', { name: w.ask }).click();
    await expect(cases.getByRole('button', { name: w.again })).toBeEnabled();
    await expect(cases.locator('p').first()).toHaveText(w.summary);
    const shown = cases.getByRole('listitem');
    await expect(shown).toHaveCount(12);
    for (const text of await shown.allInnerTexts()) expect(text).toMatch(w.values);
    await expectAccessible(page, `bad cases, ${language}`);
  });
