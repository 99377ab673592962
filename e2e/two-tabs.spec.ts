/** Two tabs of one browser: each has its own run, whatever the other one trains, loads and imports. */
import { atRest, dataButton, dataDialog, openLab, openTab, setBatch, transport } from './actions';
import { STOP_LIMIT_MS } from '../src/lab/client';
import { expect, test, type Page } from './lab';
import { inWorker } from './stored';

const words = (page: Page) => page.locator('.progress-words');
const runs = (page: Page) => page.getByRole('tabpanel', { name: 'Runs' }).locator('li.run-entry');

async function steps(page: Page, from: number, to: number): Promise<void> {
  for (let n = from; n <= to; n++) {
    await transport(page, 'Step').click();
    await expect(words(page)).toContainText(`step ${n}`, { timeout: 90_000 });
  }
}

async function loadWorld(page: Page, name: string): Promise<void> {
  await dataButton(page).click();
  await dataDialog(page).getByText(name).click();
  await dataDialog(page).getByRole('button', { name: 'Load this world' }).click();
  await expect(dataDialog(page)).toBeHidden();
  await expect(dataButton(page)).toContainText(name);
}

test('two tabs train, load and import in turn; each ends with its own run, and neither touches that of the other', async ({
  page: a,
  context,
}) => {
  await openLab(a);
  await setBatch(a, 64);
  await steps(a, 1, 2);

  // A new tab does not take the run of the first: it begins anew.
  const b = await context.newPage();
  await openLab(b);
  await expect(words(b)).not.toContainText('step');
  await loadWorld(b, 'The recipe box');
  await setBatch(b, 32);
  await steps(b, 1, 1);

  await openTab(b, 'Runs');
  await expect(runs(b)).toHaveCount(2);
  const ofA = runs(b).nth(1);
  await expect(ofA).toContainText('Open in another tab');
  for (const name of ['Delete', 'Rename', 'Keep weights'])
    await expect(ofA.getByRole('button', { name, exact: true })).toBeDisabled();
  await ofA.getByRole('button', { name: 'Open' }).click();
  await expect(b.getByRole('alert')).toContainText('This run is open in another tab.');
  await expect(runs(b).nth(0)).toHaveAttribute('aria-current', 'true');

  // An import is a run of its own, too: the one before is at rest, and free.
  await a.getByRole('button', { name: 'Export' }).click();
  const download = a.waitForEvent('download');
  await a.getByRole('menuitem', { name: /^Weights, compact/ }).click();
  await a.getByTestId('import-weights').setInputFiles(await (await download).path());
  await expect(words(a)).toHaveText('step 2');
  await a.keyboard.press('Escape');
  await steps(b, 2, 3);
  await transport(b, 'Stop').click();
  await atRest(b);

  for (const page of [a, b]) await page.reload();
  await expect(words(b)).toContainText('stopped after 3 steps');
  await expect(dataButton(b)).toContainText('The recipe box');
  await expect(words(a)).toContainText(/step 2|2 steps/);
  await expect(dataButton(a)).toContainText('The bookshop');

  await openTab(b, 'Runs');
  await expect(runs(b)).toHaveCount(3);
  await expect(b.getByText('Open in another tab')).toHaveCount(1);
  await openTab(a, 'Runs');
  await expect(runs(a).nth(0)).toHaveAttribute('aria-current', 'true');
  await expect(runs(a).nth(0)).toContainText('Imported weights');

  // What is closed there may be opened here.
  await a.close();
  // The browser gives up the locks of a closed tab a while later.
  const heldRuns = (): Promise<number> =>
    b.evaluate(async () => {
      const { held = [] } = await navigator.locks.query();
      return held.filter(({ name }) => name?.startsWith('tower-lab/run/')).length;
    });
  await expect.poll(heldRuns).toBe(1);
  const imported = runs(b).nth(0);
  await imported.getByRole('button', { name: 'Open' }).click();
  await expect(imported).toHaveAttribute('aria-current', 'true');
  await expect(dataButton(b)).toContainText('The bookshop');
});

test('a worker that hangs is replaced by one that goes on with the run of its own tab', async ({
  page: a,
  context,
}) => {
  await inWorker(a, `new BroadcastChannel('hang').onmessage = () => { for (;;); };`);
  await a.clock.install();
  await openLab(a);
  await setBatch(a, 64);
  await steps(a, 1, 2);
  const b = await context.newPage();
  await openLab(b);
  await loadWorld(b, 'The recipe box');
  await setBatch(b, 32);
  await steps(b, 1, 1);

  await a.evaluate(() => new BroadcastChannel('hang').postMessage(null));
  await transport(a, 'Stop').click();
  // Longer than any step of a slow adapter: nobody waits for it here.
  await a.clock.fastForward(STOP_LIMIT_MS);
  await expect(words(a)).toContainText('stopped after 2 steps', { timeout: 120_000 });
  await steps(a, 3, 3);
  await steps(b, 2, 2);
  for (const page of [a, b]) await openTab(page, 'Runs');
  await expect(runs(a)).toHaveCount(3);
  await expect(a.locator('[aria-current=true]')).toContainText('The bookshop');
  await expect(a.getByText('Open in another tab')).toHaveCount(1);
});
