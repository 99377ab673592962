/**
 * One action, by keys alone and in both languages, trains the models of a funnel one after the other and shows what its
 * stages keep; a reload in between costs nothing that was trained, and the drawing stays.
 */
import { funnel as en } from '../src/words/en/funnel';
import { funnel as zh } from '../src/words/zh/funnel';
import { openLab, setBatchByPlace, tabTo } from './actions';
import { sidewaysScroll } from './fits';
import { expect, expectAccessible, test, type Page } from './lab';

/** Of what is drawn, and of no preset on this data. */
const OWN_BATCH = '48';
const drawnBatch = (page: Page) => page.locator('.side-panel section.form').last().getByRole('textbox').nth(1);

for (const [language, w, goOn] of [
  ['en', en, /^Train the \d models? left$/],
  ['zh', zh, /^训练余下的 \d 个模型$/],
] as const)
  test(`a funnel is trained in one action, over a reload, by keys alone (${language})`, async ({ page }) => {
    test.slow();
    await openLab(page, `?lang=${language}`);
    await setBatchByPlace(page, Number(OWN_BATCH));
    await page.locator('.tab-list').first().getByRole('tab').last().click();
    const section = page.getByRole('region', { name: w.train.title, exact: true });
    const models = section.getByRole('list', { name: w.train.models, exact: true }).getByRole('listitem');
    await expect(models).toHaveCount(3);
    await expect(models.getByText(w.train.state.missing, { exact: true })).toHaveCount(3);

    // Few steps each.
    await tabTo(page, section.getByRole('combobox'));
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    const steps = section.getByRole('textbox');
    await tabTo(page, steps);
    await page.keyboard.press('Control+A');
    await page.keyboard.type('20');
    await tabTo(page, section.getByRole('button', { name: w.train.ask, exact: true }));
    await page.keyboard.press('Enter');
    await expect(models.nth(1)).toContainText(w.train.state.training, { timeout: 400_000 });
    await expect(models.first()).toContainText(w.train.state.trained);
    await expectAccessible(page, `a funnel in training (${language})`, '.tab-page');

    await page.reload();
    await expect(models.first(), 'it is not trained again').toContainText(w.train.state.trained);
    await expect(steps).toHaveValue('20');
    await expect(drawnBatch(page), 'the drawing is back').toHaveValue(OWN_BATCH);
    const rest = section.getByRole('button', { name: goOn });
    await expect(rest).toBeEnabled();
    await tabTo(page, rest);
    await page.keyboard.press('Enter');

    const panel = page.getByRole('tabpanel');
    const found = panel.getByRole('region', { name: w.panel.found, exact: true });
    const stages = found.locator('.funnel-found > li');
    await expect(stages).toHaveCount(3, { timeout: 400_000 });
    await expect(stages.first()).toContainText(w.merged);
    await expect(stages.nth(2)).toContainText('→');
    await expect(models.getByText(w.train.state.trained, { exact: true })).toHaveCount(3);
    await expect(panel.locator('.funnel-stage')).toHaveCount(3);
    const use = section.getByRole('button', { name: w.train.use, exact: true });
    await expect(use, 'the focus is back').toBeFocused();
    await expect(drawnBatch(page)).toHaveValue(OWN_BATCH);
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await sidewaysScroll(page)).toBeLessThanOrEqual(0);
  });
