/** Other ready-made towers, what their blocks say while they train, and the way back. */
import { atRest, openLab, openTab, setBatch, stepsAtRest, transport } from './actions';
import { node, notice, openGroups } from './drawing';
import { expect, expectAccessible, test, type Page } from './lab';

const towers = (page: Page) => page.getByRole('region', { name: 'Towers' }).getByRole('combobox', { name: 'Towers' });
const HIGHEST = /^Highest: .+ \(\d\.\d{3}\); lowest: .+ \(\d\.\d{3}\), at step/;

test('towers with SE gates are chosen, show how important each field is while they train, and are undone', async ({
  page,
}) => {
  await openLab(page);
  await expect(towers(page)).toHaveValue('two-tower');
  await openTab(page, 'Inside');
  await expect(page.getByText('Live values appear shortly after training starts.')).toBeVisible();
  await towers(page).selectOption({ label: 'SENet two towers' });
  await expect(node(page, 'item-gate')).toBeVisible();

  await setBatch(page, 32);
  await transport(page, 'Start').click();
  const gates = page.getByRole('region', { name: 'SE importance: gate of each part' });
  await expect(gates).toHaveCount(2, { timeout: 60_000 });
  const item = gates.filter({ hasText: 'item-gate' });
  // The ids are weighed with the fields; every part starts at one.
  await expect(item.getByRole('listitem').filter({ hasText: 'item id' })).toHaveText(/± |[01]\.\d{3}/);
  const fields = await item.getByRole('listitem').count();
  expect(fields).toBeGreaterThan(5);
  await item.getByRole('button', { name: 'Show as table' }).click();
  await expect(item.getByRole('rowheader')).toHaveCount(fields);
  await expect(item.getByText(HIGHEST)).toBeVisible();
  // They move: no two parts keep the same gate for long.
  await expect
    .poll(async () => new Set(await item.getByRole('cell').allInnerTexts()).size, { timeout: 60_000 })
    .toBeGreaterThan(3);
  // Bars over time: each field's course has grown beyond one point. On the drawing they stand where they arise.
  for (const course of await item.locator('.course polyline').all())
    expect((await course.getAttribute('points'))?.split(' ').length).toBeGreaterThan(1);
  // So many parts stand as columns, each called by its part: the pooled past is weighed beside what is known of the
  // reader.
  const columns = node(page, 'user-gate').locator('.gauge-columns i');
  await expect(columns).toHaveCount(await gates.filter({ hasText: 'user-gate' }).getByRole('listitem').count());
  await expect(columns.first()).toHaveAttribute('title', 'segment');
  await expect(columns.and(page.locator('[title="item id"]'))).toHaveCount(1);

  await transport(page, 'Stop').click();
  await atRest(page);

  // What each channel gives to scores adds up to them.
  const channels = page.getByRole('region', { name: 'Contribution of each channel to the score' });
  await channels.getByRole('button', { name: 'Split a sample of scores' }).click();
  await channels.getByRole('button', { name: 'Show as table' }).click({ timeout: 120_000 });
  await expect(channels.getByRole('rowheader')).toHaveText([
    'Concat (user-base)',
    'MLP (user-mlp)',
    'Constant part (biases)',
    'Score (sum)',
  ]);
  const parts = (await channels.getByRole('row').locator('td:nth-child(2)').allInnerTexts()).map((text) =>
    Number(text.replace('−', '-')),
  );
  expect(Math.abs(parts.slice(0, -1).reduce((a, b) => a + b) - parts.at(-1)!)).toBeLessThan(0.003);
  await expect(channels.getByRole('listitem').first()).toHaveText(/^Concat \(user-base\)−?\d+\.\d{3} ± \d/);

  await page.getByRole('button', { name: 'Undo' }).click(); // the batch
  await page.getByRole('button', { name: 'Undo' }).click(); // the towers
  await expect(towers(page)).toHaveValue('two-tower');

  // Edited towers are called so, and the ready-made ones can be chosen again.
  await openGroups(page);
  await node(page, 'user-dropout').focus();
  await page.keyboard.press('Delete');
  await expect(page.getByRole('banner')).toContainText('Removed: Dropout');
  await expect(towers(page).getByRole('option', { selected: true })).toHaveText('Two towers, edited');
  await expect(page.getByRole('region', { name: 'Settings' }).getByText('Removed: Dropout.')).toBeVisible();
  await towers(page).selectOption({ label: 'Two towers' });
  await expect(node(page, 'user-dropout')).toBeVisible();
  await expect(towers(page)).toHaveValue('two-tower');
  // What was done is told in the language of the page, changed in between or not.
  await expect(notice(page)).toContainText('Two towers loaded.');
  await page.getByRole('button', { name: '中文' }).click();
  await expect(notice(page)).toContainText('已画出双塔。');
  await notice(page).getByRole('button', { name: '撤销' }).click();
  await expect(page.getByRole('status').filter({ hasText: '已撤销。' })).toHaveCount(1);
});

test('towers that fuse channels by attention show the share of each, live and split by a field, and a stop keeps what they have learnt', async ({
  page,
}) => {
  await openLab(page);
  await towers(page).selectOption({ label: 'Que2Search' });
  await openTab(page, 'Inside');
  await setBatch(page, 32);
  await transport(page, 'Start').click();
  const shares = page.getByRole('region', { name: 'Weight of each channel' });
  await expect(shares).toHaveCount(2, { timeout: 60_000 });
  const item = shares.filter({ hasText: 'item-fusion' });
  const channels = ['item-id-map', 'item-fields-map', 'item-trigrams-map', 'item-text-map'];
  await expect(item.getByRole('listitem').locator('b')).toHaveText(channels);
  await expect(item.getByText(HIGHEST)).toBeVisible();
  await item.getByRole('button', { name: 'Show as table' }).click();
  await expect(item.getByRole('rowheader')).toHaveText(channels);
  // Value, start, mean, spread.
  const means = async () => (await item.getByRole('row').locator('td:nth-child(3)').allInnerTexts()).map(Number);
  const first = await means();
  expect(first.reduce((a, b) => a + b)).toBeCloseTo(1, 2);
  await expect.poll(means, { timeout: 60_000, message: 'they learn' }).not.toEqual(first);
  // Where a channel counts more, its edge is wider.
  await expect
    .poll(
      async () =>
        new Set(
          await page
            .locator('.rising.item')
            .evaluateAll((edges) => edges.map((edge) => getComputedStyle(edge).strokeWidth)),
        ).size,
    )
    .toBeGreaterThan(3);
  await expect(node(page, 'item-fusion').locator('.gauge-row')).toHaveCount(4);

  // No epoch is over: there is no checkpoint, and the last step is kept all the same.
  await transport(page, 'Stop').click();
  await atRest(page);
  expect(await stepsAtRest(page)).toBeGreaterThan(1);
  await page.getByRole('button', { name: 'Export' }).click();
  await expect(page.getByRole('menuitem', { name: /^Weights, compact/ })).toBeEnabled();
  await page.keyboard.press('Escape');

  await item.getByRole('combobox', { name: 'Split by' }).selectOption('subject');
  const split = item.getByRole('table', { name: 'Averages over all items' });
  await expect(split.getByRole('columnheader')).toHaveText(['subject', 'Rows', ...channels]);
  await expect(split.getByRole('row').nth(1)).toHaveText(/^All294(0\.\d{3}){4}$/);
  expect(await split.getByRole('rowheader').count()).toBeGreaterThan(5);
  await item.getByRole('combobox', { name: 'Split by' }).selectOption('events in training');
  await expect(split.getByRole('columnheader').first()).toHaveText('events in training');
  await item.getByRole('combobox', { name: 'Split by' }).selectOption('title tokens');
  await expect(split.getByRole('columnheader').first()).toHaveText('title tokens, words');
  await expect(split.getByRole('rowheader').nth(1)).toHaveText(/^\d – \d$/);
  await expectAccessible(page, 'shares, as a table and split by a field');
});
