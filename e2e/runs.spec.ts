/** Runs are kept: stopped, continued, started anew, after a reload, from a file, of an earlier version of the page. */
import { readFileSync } from 'node:fs';
import { atRest, openLab, openTab, setBatch, stepsAtRest, transport } from './actions';
import { expect, expectAccessible, test, type Page } from './lab';
import { corpus, openEmpty, storeAs } from './stored';

const runs = (page: Page) => page.getByRole('tabpanel', { name: 'Runs' }).locator('li.run-entry');
const lossPoints = async (page: Page): Promise<number> => {
  await openTab(page, 'Curves');
  const loss = page.getByRole('region', { name: 'Loss', exact: true });
  await loss.getByRole('button', { name: 'Show as table' }).click();
  const rows = await loss.locator('tbody tr').count();
  await loss.getByRole('button', { name: 'Hide table' }).click();
  return rows;
};

test('a run that was stopped, one continued from it and one started anew are listed, each with its curves after a reload', async ({
  page,
}) => {
  await openLab(page);
  await setBatch(page, 64);
  for (let n = 1; n <= 2; n++) {
    await transport(page, 'Step').click();
    await expect(page.locator('.progress-words')).toContainText(`step ${n}`);
  }
  await transport(page, 'Stop').click();
  await atRest(page);
  await transport(page, 'Step').click();
  await expect(page.locator('.progress-words')).toContainText('step 3');
  await transport(page, 'Stop').click();
  await atRest(page);
  await transport(page, 'Start anew').click();
  await expect(page.locator('.progress-words')).toContainText('steps/s', { timeout: 120_000 });
  await transport(page, 'Stop').click();
  await atRest(page);
  const anew = await stepsAtRest(page);

  await openTab(page, 'Runs');
  await expect(runs(page)).toHaveCount(3);
  await expect(runs(page).nth(1)).toContainText('Continued from step 2');
  await runs(page).nth(1).getByRole('button', { name: 'Rename' }).click();
  await page.getByRole('textbox', { name: 'Name of the run' }).fill('For the lecture');
  await page.keyboard.press('Enter');
  await runs(page).nth(2).getByRole('button', { name: 'Keep weights', exact: true }).click();
  await expectAccessible(page, 'runs');

  await page.reload();
  await expect(page.locator('.progress-words')).toContainText(/stopped after/);
  await openTab(page, 'Runs');
  await expect(runs(page)).toHaveCount(3);
  await expect(runs(page).nth(0)).toHaveAttribute('aria-current', 'true');
  await expect(runs(page).nth(1)).toContainText('For the lecture');
  await expect(runs(page).nth(2).getByRole('button', { name: 'Weights are kept' })).toBeVisible();
  expect(await lossPoints(page)).toBe(anew);
  for (const [at, steps] of [
    [1, 3],
    [2, 2],
  ] as const) {
    await openTab(page, 'Runs');
    await runs(page).nth(at).getByRole('button', { name: 'Open' }).click();
    await expect(runs(page).nth(at)).toHaveAttribute('aria-current', 'true');
    expect(await lossPoints(page)).toBe(steps);
    await expect(page.locator('.progress-words')).toContainText(`stopped after ${steps} step`);
  }

  // Taken home and deleted, it comes back from its file, without weights.
  await openTab(page, 'Runs');
  const download = page.waitForEvent('download');
  await runs(page).nth(1).getByRole('button', { name: 'Download' }).click();
  const file = await (await download).path();
  await runs(page).nth(1).getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('button', { name: 'Delete for good' }).click();
  await expect(runs(page)).toHaveCount(2);
  await page.getByTestId('import-weights').setInputFiles({
    name: 'lecture.run.json',
    mimeType: 'application/json',
    buffer: readFileSync(file),
  });
  await expect(page.getByText('The run is listed under Runs.')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(runs(page)).toHaveCount(3);
  await expect(page.getByText('This run has no checkpoint here')).toBeVisible();
  expect(await lossPoints(page)).toBe(3);
});

test('a tab of an earlier page that holds the storage open stops nothing: the run goes on, and says that it is not saved', async ({
  page,
  context,
}) => {
  const older = await context.newPage();
  await openEmpty(older);
  await older.evaluate(
    () =>
      new Promise<void>((resolve) => {
        const opening = indexedDB.open('tower-lab', 1);
        opening.onupgradeneeded = () => opening.result.createObjectStore('runs');
        opening.onsuccess = () => resolve();
      }),
  );
  await openLab(page);
  await setBatch(page, 64);
  await transport(page, 'Step').click();
  await expect(page.locator('.progress-words')).toContainText('step 1');
  await expect(page.getByRole('status').filter({ hasText: 'Not stored' })).toBeVisible();
  // It is saved as soon as the other tab is closed.
  await older.close();
  // The browser gives the storage up a while later.
  const version = () => page.evaluate(async () => (await indexedDB.databases())[0]?.version);
  await expect.poll(version).toBeGreaterThan(1);
  await transport(page, 'Step').click();
  await expect(page.locator('.progress-words')).toContainText('step 2');
  await expect(page.getByText('Not stored')).toHaveCount(0);
  await page.reload();
  await expect(page.locator('.progress-words')).toContainText('step 2');
});

test('the last run of an earlier version of the page is there, with its files and its result', async ({ page }) => {
  const { record } = corpus('storage-v1.json') as { record: unknown };
  await storeAs(page, 1, { runs: [['last', record]] });
  await openLab(page);
  await expect(page.locator('.progress-words')).toContainText('6 steps');
  await openTab(page, 'Runs');
  await expect(runs(page)).toHaveCount(1);
  await expect(runs(page).first()).toContainText('own.csv');
  await expect(runs(page).first()).toContainText('Test Recall@10');
  expect(await lossPoints(page)).toBe(6);
});
