/** One clock: what was on screen at a step is on screen again where a person looks back at it. */
import { atRest, openLab, openTab, setBatch, transport } from './actions';
import { expect, expectAccessible, test, type Page } from './lab';

const slider = (page: Page) => page.getByRole('slider', { name: 'Step shown' });
const timeline = (page: Page) => page.getByRole('region', { name: 'Timeline' });
const steps = (page: Page) => page.getByRole('combobox', { name: 'Number of steps' });
const valueText = (page: Page) => slider(page).getAttribute('aria-valuetext');
const lists = (page: Page) =>
  page.getByRole('region', { name: 'Retrieval' }).getByRole('group', { name: 'Towers', exact: true });

async function stepOn(page: Page, n: 1 | 10, to: number): Promise<void> {
  await steps(page).selectOption({ label: `${n} ×` });
  await transport(page, 'Step').click();
  // The first one compiles.
  await expect(page.locator('.progress-words')).toHaveText(new RegExp(`paused.*step ${to}$`), { timeout: 400_000 });
  await atRest(page);
}

/** Everything that shows live values, and the lists. */
async function shown(page: Page, step: number) {
  await openTab(page, 'Retrieval');
  await expect(page.getByText(`Weights from step ${step}.`).first()).toBeVisible({ timeout: 90_000 });
  const retrieved = await lists(page).innerText();
  const board = await page.locator('[data-node] .gauge, [data-node] .shape').allInnerTexts();
  const bars = await page.locator('[data-node] .gauge i').evaluateAll((all) => all.map((bar) => bar.outerHTML));
  const edges = await page
    .locator('path.rising')
    .evaluateAll((paths) => paths.map((path) => (path as SVGPathElement).style.strokeWidth));
  await openTab(page, 'Inside');
  // What is asked of the weights on screen has no past.
  const asked = page.getByRole('button', { name: /^(Split|Shuffle)/ });
  const inside = await page.locator('.probe').filter({ hasNot: asked }).locator('> .about, .live-bars').allInnerTexts();
  return { board, bars, edges, inside, retrieved };
}

test('gauges, edges, live values and lists of epoch 3 come back, by keys, and the run goes on', async ({ page }) => {
  test.slow();
  await openLab(page);
  // Four steps an epoch.
  await setBatch(page, 1000);
  await expect(timeline(page), 'nothing to look back at').toBeHidden();
  await openTab(page, 'Retrieval');
  await stepOn(page, 10, 10);
  await stepOn(page, 1, 11);
  const step = 12;
  await stepOn(page, 1, step);
  const text = 'Step 12, epoch 3';
  await expect(slider(page)).toHaveAttribute('aria-valuetext', text);
  const then = await shown(page, step);
  expect(then.inside.length).toBeGreaterThan(0);
  expect(then.board.join()).toMatch(/\d\.\d\d/);
  // Counted at the end of the epoch, over the users and items of the evaluation.
  const dead = page.getByRole('region', { name: 'Dead units by node' }).getByRole('listitem');
  await expect(dead).toHaveText([/^MLP \(user-mlp\).*0\.\d{3}/, /^MLP \(item-mlp\).*0\.\d{3}/]);

  await stepOn(page, 10, step + 10);
  await expect(slider(page)).toHaveAttribute('aria-valuetext', new RegExp(`^Step ${step + 10}, epoch \\d`));
  const now = await shown(page, step + 10);
  expect(now.inside).not.toEqual(then.inside);

  await slider(page).focus();
  for (let n = 0; n < 20 && (await valueText(page)) !== text; n++) await page.keyboard.press('ArrowLeft');
  await expect(slider(page)).toHaveAttribute('aria-valuetext', text);
  await expect(timeline(page).getByRole('button', { name: 'Live' })).toHaveAttribute('aria-pressed', 'false');
  expect(await shown(page, step)).toEqual(then);
  await expectAccessible(page, 'a step back');

  await slider(page).focus();
  await page.keyboard.press('Home');
  await expect(slider(page)).toHaveAttribute('aria-valuetext', 'Step 4, epoch 1');
  // Played to its end, it is live again.
  await page.keyboard.press('Space');
  await expect(timeline(page).getByRole('button', { name: 'Live' })).toHaveAttribute('aria-pressed', 'true');
  expect(await shown(page, step + 10)).toEqual(now);

  await page.getByRole('button', { name: '中文' }).click();
  await expect(page.getByRole('slider', { name: '显示的步' })).toHaveAttribute(
    'aria-valuetext',
    new RegExp(`^第 ${step + 10} 步，第 \\d 轮$`),
  );
  await page.getByRole('button', { name: 'English' }).click();
  await page.reload();
  await atRest(page);
  await slider(page).focus();
  for (let n = 0; n < 20 && (await valueText(page)) !== text; n++) await page.keyboard.press('ArrowLeft');
  expect(await shown(page, step)).toEqual(then);
});

test('a step a second can be watched, paused and let go', async ({ page }) => {
  await openLab(page);
  await setBatch(page, 32);
  await page.getByRole('combobox', { name: 'Pace' }).selectOption({ label: '1/s' });
  await transport(page, 'Start').click();
  await expect(slider(page)).toBeVisible({ timeout: 90_000 });
  await transport(page, 'Pause').click();
  await expect(transport(page, 'Resume')).toBeVisible({ timeout: 90_000 });
  await timeline(page).getByRole('button', { name: 'Fold the timeline' }).click();
  await expect(slider(page)).toBeHidden();
  await expect(timeline(page)).toContainText(/Step \d+/);
  await timeline(page).getByRole('button', { name: 'Unfold the timeline' }).click();
  await page.getByRole('combobox', { name: 'Pace' }).selectOption({ label: 'Max' });
  await transport(page, 'Resume').click();
  await expect(slider(page)).toHaveAttribute('aria-valuetext', /^Step \d\d+/, { timeout: 120_000 });
  await transport(page, 'Stop').click();
  await atRest(page);
});
