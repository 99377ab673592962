/** Which fields are worth their cost, by gates or shuffled; a budget is put into effect on the drawing, and undone. */
import { openLab, openTab, setBatch, trainTenSteps, transport } from './actions';
import { node, notice, openGroups } from './drawing';
import { sidewaysScroll } from './fits';
import { expect, expectAccessible, test } from './lab';

test('fields that do not fit a budget leave the drawing in one step, and come back in one', async ({ page }) => {
  test.slow();
  await openLab(page);
  await page.locator('.side-panel select').first().selectOption('fscd');
  await openTab(page, 'Inside');
  const budget = page.getByRole('region', { name: 'Fields within a budget' });
  await expect(budget).toHaveCount(0);

  await trainTenSteps(page, 32);

  await expect(page.getByRole('region', { name: 'Keep probability of each field' }).first()).toBeVisible();
  const points = budget.locator('circle');
  const all = await points.count();
  expect(all).toBeGreaterThan(4);
  const fitting = budget.locator('circle.full');
  const slider = budget.getByRole('slider', { name: 'Budget' });
  await slider.press('End');
  await expect(fitting).toHaveCount(all);
  const apply = budget.getByRole('button', { name: 'Remove the other fields from the drawing' });
  // There are no others.
  await expect(apply).toBeDisabled();
  await slider.fill('50');
  await expect(slider).toHaveAttribute('aria-valuetext', new RegExp(`of ${all} fields fit\\.$`));
  const kept = await fitting.count();
  expect(kept).toBeGreaterThan(0);
  expect(kept).toBeLessThan(all);
  await budget.getByRole('button', { name: 'Show as table' }).click();
  await expect(budget.getByRole('cell', { name: 'left out' })).toHaveCount(all - kept);
  await expectAccessible(page, 'field budget', '.tab-page');

  await openGroups(page);
  // Of many fields a node shows the first.
  const drawn = async (): Promise<number> => {
    let chips = 0;
    for (const id of ['item-id', 'item-fields', 'user-fields']) chips += await node(page, id).locator('.field').count();
    return chips;
  };
  await expect.poll(drawn).toBeGreaterThan(kept);
  const before = await drawn();
  await apply.click();
  await expect(notice(page)).toContainText('Removed the fields that do not fit.');
  await expect.poll(drawn).toBeLessThanOrEqual(kept);
  await notice(page).getByRole('button', { name: 'Undo' }).click();
  await expect.poll(drawn).toBe(before);

  await node(page, 'item-fields-gate').press('Enter');
  const measured = page.locator('.field-times');
  const times = measured.getByRole('cell');
  await expect(measured).toContainText('Not measured');
  await measured.getByRole('button', { name: 'Measure on this device' }).click();
  await expect(times.first()).toHaveText(/^\d/, { timeout: 200_000 });
  await expect(measured).toContainText('Lookup and projection, on ');
  await expectAccessible(page, 'measured fields', '.side-panel');
  // One step for all gates.
  await notice(page).getByRole('button', { name: 'Undo' }).click();
  await expect(times).toHaveCount(0);
  await node(page, 'user-fields-gate').press('Enter');
  await expect(measured).toContainText('Not measured');

  await page.getByRole('button', { name: '中文' }).click();
  const inChinese = page.getByRole('region', { name: '预算内的特征域' });
  await expect(inChinese.getByRole('slider', { name: '预算' })).toBeVisible();
  await expect(inChinese.locator('circle')).toHaveCount(all);
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await sidewaysScroll(page)).toBeLessThanOrEqual(0);
});

test('without gates fields are shuffled, chosen within a budget and taken out of the drawing, by keys', async ({
  page,
}) => {
  await openLab(page);
  await openTab(page, 'Inside');
  const worths = page.getByRole('region', { name: 'What fields are worth' });
  const budget = page.getByRole('region', { name: 'Fields within a budget' });
  await expect(worths).toHaveCount(0);
  await setBatch(page, 32);
  await page.getByRole('combobox', { name: 'Number of steps' }).selectOption({ label: '10 ×' });
  await transport(page, 'Step').click();
  await expect(page.locator('.progress-words')).toHaveText(/paused.*step 10$/);

  await expect(budget).toHaveCount(0);
  const ask = worths.getByRole('button', { name: 'Shuffle each field' });
  await ask.press('Enter');
  const rows = worths.getByRole('rowheader');
  await expect(rows.filter({ hasText: 'subject' })).toHaveCount(1);
  const all = await rows.count();
  expect(all).toBeGreaterThan(4);
  await expect(worths.getByRole('row').nth(1)).toHaveText(/(item|user)\d\.\d{3}-?0\.\d{4} ± 0\.\d{4}$/);
  await expect(worths).toContainText(/With the weights of step 10\. NDCG@10 lost: of 0\.\d{4} on the validation part/);
  await expectAccessible(page, 'what fields are worth', '.tab-page');

  const slider = budget.getByRole('slider', { name: 'Budget' });
  const fitting = budget.locator('circle.full');
  await expect(fitting).toHaveCount(all);
  const apply = budget.getByRole('button', { name: 'Remove the other fields from the drawing' });
  await expect(apply).toBeDisabled();
  for (let tenths = 0; tenths < 5; tenths++) await slider.press('PageDown');
  await expect(slider).toHaveAttribute('aria-valuetext', new RegExp(`of ${all} fields fit\\.$`));
  const kept = await fitting.count();
  expect(kept).toBeGreaterThan(0);
  expect(kept).toBeLessThan(all);
  await budget.getByRole('button', { name: 'Show as table' }).press('Enter');
  const left = await budget
    .getByRole('row', { name: /left out$/ })
    .getByRole('rowheader')
    .allInnerTexts();
  expect(left).toHaveLength(all - kept);
  await expect(budget.getByRole('row').nth(1), 'what is worth the most is not too dear').toHaveText(/fits$/);

  // The drawing is whole without them, and weighs less.
  const problems = page.locator('.drawing-bar').getByText(/problem/);
  const parameters = page.getByText(/^[\d,]+ parameters$/).first();
  const before = await parameters.innerText();
  await apply.press('Enter');
  await expect(notice(page)).toContainText('Removed the fields that do not fit.');
  await expect(problems).toHaveCount(0);
  await expect(parameters).not.toHaveText(before);
  await expect(apply).toBeDisabled();
  await notice(page).getByRole('button', { name: 'Undo' }).press('Enter');
  await expect(parameters).toHaveText(before);
  await expect(apply).toBeEnabled();

  await page.getByRole('button', { name: '中文' }).press('Enter');
  const inChinese = page.getByRole('region', { name: '特征域的价值' });
  await expect(inChinese.getByRole('rowheader')).toHaveCount(all);
  await expect(
    page.getByRole('region', { name: '预算内的特征域' }).getByRole('slider', { name: '预算' }),
  ).toBeVisible();
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await sidewaysScroll(page)).toBeLessThanOrEqual(0);
  await page.setViewportSize({ width: 1440, height: 900 });

  // What was said is of the weights of then.
  await page.locator('.transport').getByRole('button', { name: '单步' }).press('Enter');
  await expect(inChinese.getByRole('rowheader')).toHaveCount(0);
  await expect(page.getByRole('region', { name: '预算内的特征域' })).toHaveCount(0);
});
