/** Runs beside each other: in the charts, in a table, warned of, made equal, and swept over seeds. */
import { atRest, openLab, openTab, setBatch, transport } from './actions';
import { expect, expectAccessible, test, type Page } from './lab';

const runs = (page: Page) => page.getByRole('tabpanel', { name: 'Runs' }).locator('li.run-entry');
const field = (page: Page, name: string | RegExp) => page.getByRole('textbox', { name });
const warnings = (page: Page) => page.locator('.run-warnings li');
const sweep = (page: Page) => page.getByRole('region', { name: 'Sweep over seeds' });
const table = (page: Page) => page.getByRole('dialog', { name: 'All runs' });

async function shorten(page: Page): Promise<void> {
  await page.getByRole('combobox', { name: 'Train until' }).selectOption('a number of steps');
  await page.getByRole('textbox', { name: 'Steps', exact: true }).fill('3');
}

/** Trains the drawing to its end, and looks at the list. */
async function train(page: Page, runsBefore: number): Promise<void> {
  const anew = transport(page, 'Start anew');
  await ((await anew.isVisible()) ? anew : transport(page, 'Start')).click();
  await expect(page.locator('.progress-words')).toContainText('finished after', { timeout: 240_000 });
  await atRest(page);
  await openTab(page, 'Runs');
  await expect(runs(page)).toHaveCount(runsBefore + 1);
}

async function openTable(page: Page) {
  await openTab(page, 'Runs');
  await page.getByRole('button', { name: 'Table of all runs' }).click();
  return table(page);
}

/** Of the lines of the loss, without the space after their marks. */
const lossLabels = async (page: Page): Promise<string[]> => {
  const labels = page.getByRole('region', { name: 'Loss', exact: true }).locator('.line-end');
  return (await labels.allInnerTexts()).map((text) => text.trim());
};

test('runs that differ in one thing and in two stand beside each other, also after a reload', async ({ page }) => {
  test.slow();
  await openLab(page);
  await setBatch(page, 64);
  await shorten(page);
  await train(page, 0);
  const rates = field(page, 'Learning rate');
  for (const n of [0, 1]) await rates.nth(n).fill('0.02');
  await train(page, 1);
  await field(page, 'Seed').fill('8');
  await train(page, 2);

  // Two differ from the first: in one thing, and in two.
  await runs(page).nth(2).getByRole('button', { name: 'Compare with' }).click();
  await expect(runs(page).nth(2).getByRole('button', { name: 'Baseline' })).toHaveAttribute('aria-pressed', 'true');
  await expect(runs(page).nth(1).locator('.run-changes')).toHaveText('Learning rate 0.002 → 0.02');
  await expect(runs(page).nth(0).locator('.run-changes')).toHaveText('Learning rate 0.002 → 0.02, Seed 7 → 8');
  await expect(runs(page).nth(1).locator('.difference').first()).toHaveText(/^[+−±]0\.\d{3}( [▲▼])?$/);
  await expect(warnings(page)).toHaveText([
    'This comparison mixes 2 changes: Learning rate 0.002 → 0.02, Seed 7 → 8 (“Two towers”). To see which one matters, change one at a time.',
  ]);
  await runs(page).nth(1).getByRole('button', { name: 'Rename' }).click();
  await field(page, 'Name of the run').fill('Faster');
  await page.keyboard.press('Enter');
  await runs(page).nth(1).getByRole('button', { name: 'Add a note' }).click();
  await field(page, 'Note on the run').fill('=too fast?');
  await page.keyboard.press('Enter');
  await runs(page).nth(1).getByRole('checkbox', { name: 'In the charts' }).check();
  await expectAccessible(page, 'compared runs');

  const expectCompared = async (): Promise<void> => {
    await openTab(page, 'Curves');
    await expect.poll(() => lossLabels(page)).toEqual(expect.arrayContaining(['Two towers', 'Faster', 'this run']));
    await expect(page.getByRole('region', { name: 'Loss', exact: true }).locator('.recharts-line')).toHaveCount(3);
    const whole = await openTable(page);
    await expect(whole.getByRole('row')).toHaveCount(4);
    await expect(whole.getByRole('row').nth(2)).toContainText('=too fast?');
    await expect(whole.getByRole('row').nth(2)).toContainText('Learning rate 0.002 → 0.02');
    await expect(whole.getByRole('row').nth(1).locator('.difference')).toHaveCount(4);
  };
  await expectCompared();
  await expectAccessible(page, 'table of runs');
  await expect(table(page).getByRole('columnheader', { name: 'Status' })).toBeVisible();
  await table(page).getByRole('checkbox', { name: 'Differences only' }).check();
  await expect(table(page).getByRole('columnheader', { name: 'Status' })).toHaveCount(0);
  await expect(table(page).getByRole('columnheader', { name: 'Seed' })).toBeVisible();
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await table(page).getByRole('button', { name: 'Copy as CSV' }).click();
  const csv = await page.evaluate(() => navigator.clipboard.readText());
  expect(csv.split('\n')[2]).toContain("'=too fast?");
  await page.keyboard.press('Escape');

  await page.reload();
  await openTab(page, 'Runs');
  await expect(runs(page)).toHaveCount(3);
  await expect(warnings(page)).toHaveCount(1);
  await expectCompared();
  await page.keyboard.press('Escape');

  // Deleted, and had back; deleted for good.
  await runs(page).nth(1).getByRole('button', { name: 'Delete' }).click();
  await expect(runs(page)).toHaveCount(2);
  await page
    .getByRole('status')
    .filter({ hasText: '“Faster” is deleted.' })
    .getByRole('button', { name: 'Undo' })
    .click();
  await expect(runs(page)).toHaveCount(3);
  await runs(page).nth(1).getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('button', { name: 'Delete for good' }).click();
  await expect(page.getByRole('button', { name: 'Delete for good' }), 'it is done').toBeHidden();
  await page.reload();
  await openTab(page, 'Runs');
  await expect(runs(page)).toHaveCount(2);
});

test('the drawing is made as large as a run in one step, which can be taken back', async ({ page }) => {
  await openLab(page);
  await setBatch(page, 64);
  await shorten(page);
  await train(page, 0);
  const towers = page.getByRole('combobox', { name: 'Towers', exact: true });
  const costs = page.getByRole('contentinfo', { name: 'Model cost' }).locator('span').first();
  const budget = page.getByRole('region', { name: 'Equal budget' });
  const trained = await costs.innerText();
  await budget.getByRole('button', { name: 'Make equal' }).click();
  await expect(budget.getByRole('status')).toHaveText(/^The drawing has [\d,]+ parameters already/);
  await towers.selectOption({ label: 'Parallel towers' });
  await expect(costs).not.toHaveText(trained);
  const drawn = await costs.innerText();
  await budget.getByRole('button', { name: 'Make equal' }).click();
  await expect(budget.getByRole('status')).toHaveText(
    /^Widths changed: [\d,]+ → [\d,]+ parameters, “Two towers” has [\d,]+\.$/,
  );
  const [from, to, wanted] = [...(await budget.getByRole('status').innerText()).matchAll(/[\d,]{4,}/g)].map(([text]) =>
    Number(text.replaceAll(',', '')),
  );
  expect(Math.abs(to! / wanted! - 1)).toBeLessThanOrEqual(0.01);
  expect(Math.abs(from! / wanted! - 1)).toBeGreaterThan(0.01);
  await page.locator('.notice').getByRole('button', { name: 'Undo' }).click();
  await expect(costs).toHaveText(drawn);
  await runs(page).first().getByRole('button', { name: 'Show drawing' }).click();
  await expect(costs).toHaveText(trained);
});

test('a sweep over three seeds gives a mean with its interval; one that is cut off by a reload is gone on with', async ({
  page,
}) => {
  test.slow();
  await openLab(page);
  await setBatch(page, 64);
  await shorten(page);
  await openTab(page, 'Runs');
  await page.getByRole('button', { name: 'Sweep…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Sweep' });
  await dialog.getByRole('textbox', { name: 'Seeds' }).fill('1, two');
  await dialog.getByRole('button', { name: 'Start the sweep' }).click();
  await expect(dialog.getByRole('status')).toContainText('Seeds are whole numbers');
  await dialog.getByRole('textbox', { name: 'Seeds' }).fill('1, 2, 3');
  await dialog.getByRole('button', { name: 'Start the sweep (3 runs)' }).click();
  // Looked at in every frame: the next run may take less than what lies between two looks of an assertion.
  await sweep(page).getByText('Sweep: 1 of 3 runs').waitFor({ timeout: 240_000 });
  await page.reload();
  await openTab(page, 'Runs');
  await sweep(page)
    .getByRole('button', { name: /^Train the (run|\d runs|1 run) left$/ })
    .click();
  const row = sweep(page).locator('tbody tr');
  await expect(row.locator('td').first()).toHaveText('3', { timeout: 600_000 });
  await expect(sweep(page).getByRole('button')).toHaveCount(0);
  for (const cell of await row.locator('td').allInnerTexts()) expect(cell).toMatch(/^3$|^–$|^0\.\d{3} ± 0\.\d{3}$/);
  await expect(row.locator('td').nth(2)).toHaveText(/^0\.\d{3} ± 0\.\d{3}$/);
  await expectAccessible(page, 'swept');
  await page.reload();
  await openTab(page, 'Runs');
  await expect(row.locator('td').first()).toHaveText('3');
});
