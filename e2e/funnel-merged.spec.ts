/**
 * A funnel of three runs, by keys alone and in both languages: two towers and towers of several interests are merged by
 * weights, a ranker stands behind them, and what is found follows cut-offs, weights and rule. And its stages beside the
 * scores of a ranker that stand in the log.
 */
import { funnel as en } from '../src/words/en/funnel';
import { funnel as zh } from '../src/words/zh/funnel';
import { dataDialog, openLab, openTab, openUpload, setBatchByPlace, tabTo } from './actions';
import { sidewaysScroll } from './fits';
import { expect, expectAccessible, test, type Page } from './lab';
import { csv, lendings, seeded } from './library-log';

/** In any language: ten steps of what is drawn, which are then kept. */
async function train(page: Page): Promise<void> {
  const buttons = page.locator('.transport button');
  await setBatchByPlace(page, 64);
  await page.locator('.transport select').first().selectOption('10');
  await buttons.nth(1).click();
  await expect(page.locator('.progress-words')).toHaveText(/\b10\b/, { timeout: 400_000 });
  await expect(buttons.nth(1), 'it rests').toBeEnabled({ timeout: 400_000 });
  await buttons.nth(2).click();
  await expect(buttons.nth(2), 'it is stopped').toBeDisabled();
}

const filled = (template: string, values: Record<string, string | number>): string =>
  template.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(values[name]));

for (const [language, w] of [
  ['en', en],
  ['zh', zh],
] as const)
  test(`three runs are a funnel with merged recall, by keys alone (${language})`, async ({ page }) => {
    test.slow();
    await openLab(page, `?lang=${language}`);
    const preset = page.locator('.side-panel select').first();
    for (const id of ['two-tower', 'mind', 'din']) {
      if ((await preset.inputValue()) !== id) await preset.selectOption(id);
      await train(page);
    }
    await page.locator('.tab-list').first().getByRole('tab').last().click();

    const panel = page.getByRole('tabpanel');
    const named = (role: 'slider' | 'button' | 'combobox' | 'checkbox' | 'textbox', name: string, n: object = {}) =>
      panel.getByRole(role, { name: filled(name, { n: 1, m: 1, ...n }), exact: true });
    const press = (...keys: string[]) =>
      keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve());
    const tried = panel.getByRole('group', { name: w.panel.tried, exact: true }).locator('tbody tr');
    const run = async (times: number): Promise<void> => {
      const ask = named('button', w.panel.ask);
      await tabTo(page, ask);
      await press('Enter');
      await expect(tried).toHaveCount(times, { timeout: 400_000 });
      await expect(ask, 'the focus is back').toBeFocused();
    };

    // The newest towers, those of several interests, and behind them the ranker; the others are merged in.
    await expect(panel.locator('.funnel-stage')).toHaveCount(2);
    await tabTo(page, named('checkbox', w.panel.byInterestOf));
    await press('Space');
    await expect(named('checkbox', w.panel.byInterestOf)).toBeChecked();
    await tabTo(page, named('button', w.panel.mergeInto));
    await press('Enter');
    await expect(named('combobox', w.panel.sourceOf, { m: 2 })).toBeVisible();
    const weight = named('slider', w.panel.weightOf);
    await expect(weight).toHaveAttribute('aria-valuetext', '50.0%');
    await tabTo(page, weight);
    await press('ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowRight');
    await expect(weight).toHaveAttribute('aria-valuetext', '64.3%');
    await tabTo(page, named('textbox', w.panel.keepOf));
    await press('Control+A');
    await page.keyboard.type('50');
    await run(1);
    await expect(tried.first()).toContainText(`50 → 20`);
    await expect(tried.first()).toContainText(`9 : 5`);

    const found = panel.getByRole('region', { name: w.panel.found, exact: true });
    const stages = found.locator('.funnel-found > li');
    const sources = found.getByRole('group', { name: w.sources.title, exact: true }).locator('tbody tr');
    await expect(stages.first()).toContainText(w.merged);
    await expect(stages.nth(1)).toContainText('50 → 20');
    await expect(sources).toHaveCount(2);
    await expect(sources.first()).toContainText('64.3%');
    await expectAccessible(page, `merged funnel (${language})`, '.tab-page');

    // A cut-off of another stage, and the figures follow.
    const cutOff = named('slider', w.panel.cutOffOf);
    await tabTo(page, cutOff);
    await press('ArrowLeft');
    await run(2);
    await expect(stages.nth(1)).toContainText('20 → 20');
    const work = async (row: number) => tried.nth(row).locator('td').nth(1).innerText();
    expect(await work(0), 'fewer candidates cost less').not.toBe(await work(1));
    // Another rule, of the same runs.
    await tabTo(page, named('combobox', w.panel.ruleOf));
    await press('ArrowDown');
    await run(3);
    await expect(tried.first()).toContainText(w.panel.shortRules.rrf);
    await expect(tried.nth(1)).toContainText(w.panel.shortRules.quota);
    // Drawn: what costs more, and what hits more.
    await expect(panel.locator('svg.scatter circle')).toHaveCount(3);

    const person = panel.getByRole('region', { name: w.panel.person, exact: true });
    const follow = person.getByRole('button', { name: w.panel.follow, exact: true });
    await tabTo(page, follow);
    await press('Enter');
    const table = person.getByRole('group', { name: w.panel.person, exact: true });
    // Beside the item: both sources, what is merged of them, and the ranker.
    await expect(table.locator('thead th')).toHaveCount(5, { timeout: 400_000 });
    await expect(person.getByRole('img', { name: w.panel.drawing, exact: true })).toBeVisible();
    await expectAccessible(page, `a person in a merged funnel (${language})`, '.tab-page');
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await sidewaysScroll(page)).toBeLessThanOrEqual(0);
    await page.setViewportSize({ width: 1440, height: 900 });
    await tabTo(page, named('button', w.panel.removeSource, { m: 2 }));
    await press('Enter');
    await expect(named('button', w.panel.mergeInto)).toBeFocused();
    await expect(named('combobox', w.panel.runOf)).toBeVisible();
  });

test('stages are compared with the scores in a column of the log', async ({ page }) => {
  test.slow();
  const random = seeded(5);
  const [head, ...rows] = lendings().log.trim().split('\n');
  const cells = (row: string) => row.split(',').slice(1).join(',');
  const log = [
    `${cells(head!)},is_click,score`,
    ...rows.map((row, at) => `${cells(row)},${at % 3 > 0 ? 1 : 0},${random().toFixed(3)}`),
  ];
  await openLab(page);
  await openUpload(page);
  const dialog = dataDialog(page);
  await dialog.getByTestId('file-log').setInputFiles(csv('clicks.csv', log.join('\n')));
  const question = dialog.getByRole('group', { name: 'Which rows are positives?' });
  await question.getByRole('radio', { name: /^Rows with is_click = 1/ }).check();
  await question.getByRole('radio', { name: 'Keep them as shown rows' }).check();
  await dialog.getByRole('combobox', { name: /score/ }).first().selectOption('label');
  await dialog.getByRole('button', { name: 'Load this log' }).click();
  await expect(dialog).toBeHidden();
  await train(page);

  await openTab(page, 'Funnel');
  const panel = page.getByRole('tabpanel', { name: 'Funnel' });
  await panel.getByRole('combobox', { name: 'Compare with a ranker’s scores' }).selectOption('score');
  await panel.getByRole('button', { name: 'Run the test users through' }).click();
  const beside = panel.getByRole('region', { name: 'Agreement with the scores in “score”' });
  await expect(beside).toBeVisible({ timeout: 400_000 });
  await expect(beside.locator('tbody tr')).toHaveCount(1);
  await expect(beside).toContainText(/[\d,]+ pairs of [\d,]+ tested users have a score/);
  await expect(beside).toContainText('hits are not counted');
  await expectAccessible(page, 'beside supplied scores', '.tab-page');
});
