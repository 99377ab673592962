/** What is not stored is said as long as it is so, and stops nothing: denied, silent, full, and of an earlier page. */
import { readFileSync } from 'node:fs';
import { atRest, dataButton, openLab, openTab, setBatch, transport } from './actions';
import { expect, expectAccessible, test, type Page } from './lab';
import { corpus, inWorker, storeAs, storedKeys } from './stored';

const words = (page: Page) => page.locator('.progress-words');
const banner = (page: Page) => page.getByRole('status').filter({ hasText: 'Not stored' });

async function step(page: Page, n: number): Promise<void> {
  await transport(page, 'Step').click();
  await expect(words(page)).toContainText(`step ${n}`, { timeout: 90_000 });
}

test('a browser that denies all storage trains, says that nothing is stored, and gives the weights to take home', async ({
  page,
  context,
}) => {
  const deny = (what: string) =>
    `Object.defineProperty(self, '${what}', { get() { throw new DOMException('denied', 'SecurityError'); } });`;
  await context.addInitScript(['localStorage', 'sessionStorage', 'indexedDB'].map(deny).join('\n'));
  await inWorker(context, deny('indexedDB'));
  // Nor does it remember that the CPU was chosen.
  const chooseCpu = () => page.getByRole('button', { name: 'Train on the CPU' }).click();
  await openLab(page);
  await chooseCpu();
  await expect(banner(page)).toContainText('The browser refuses to store anything.');
  await expect(banner(page).getByRole('button')).toHaveCount(0);
  await setBatch(page, 32);
  await expect(page.getByText('This drawing would be lost with the page. The browser refuses')).toBeVisible();
  await step(page, 1);
  await expectAccessible(page, 'not stored');

  const download = page.waitForEvent('download');
  await banner(page).getByRole('button', { name: 'Download a checkpoint' }).click();
  const file = await (await download).path();
  await transport(page, 'Stop').click();
  await atRest(page);
  await expect(banner(page), 'a stop changes nothing of it').toBeVisible();

  await page.reload();
  await chooseCpu();
  await expect(banner(page)).toBeVisible();
  await page.getByTestId('import-weights').setInputFiles({
    name: 'checkpoint.json',
    mimeType: 'application/json',
    buffer: readFileSync(file),
  });
  await expect(words(page)).toHaveText('step 1');
  await page.keyboard.press('Escape');
  await step(page, 2);
});

test('a storage that never answers keeps nobody waiting for ever', async ({ page, context }) => {
  await inWorker(
    context,
    `const open = IDBFactory.prototype.open;
    IDBFactory.prototype.open = function (...given) {
      return Object.assign(open.apply(this, given), { addEventListener() {} });
    };`,
  );
  await openLab(page);
  await expect(banner(page)).toContainText('The storage of the browser does not answer.');
  await setBatch(page, 64);
  await step(page, 1);
  await expect(banner(page)).toBeVisible();
});

test('a full storage is said until a save succeeds, over every start; then the run is there after a reload', async ({
  page,
  context,
}) => {
  await inWorker(
    context,
    `let full = true;
    new BroadcastChannel('full').onmessage = ({ data }) => { full = data; };
    const put = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function (...given) {
      // The checkpoint comes after the record of the run: none may stay without the other.
      if (full && this.name === 'checkpoints') throw new DOMException('no room', 'QuotaExceededError');
      return put.apply(this, given);
    };`,
  );
  await openLab(page);
  await expect(banner(page)).toHaveCount(0);
  await setBatch(page, 64);
  for (const button of ['Step', 'Start anew'] as const) {
    await transport(page, button).click();
    await expect(words(page)).toContainText(button === 'Step' ? 'step 1' : 'steps/s', { timeout: 120_000 });
    await expect(banner(page), 'also while the next one begins').toBeVisible();
    await transport(page, 'Stop').click();
    await atRest(page);
    await expect(banner(page)).toContainText('no room left');
    expect(await storedKeys(page, 'runs')).toEqual([]);
  }
  await page.evaluate(() => new BroadcastChannel('full').postMessage(false));
  await transport(page, 'Step').click();
  await expect(banner(page)).toHaveCount(0);
  await page.reload();
  await expect(words(page)).toContainText(/step \d+/);
  await expect(banner(page)).toHaveCount(0);
});

test('runs of version 2 of the storage are there, a save adds to them what is new, and a pin asks to keep them', async ({
  page,
  context,
}) => {
  await inWorker(
    context,
    `const puts = new BroadcastChannel('puts');
    const put = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function (...given) {
      puts.postMessage(this.name);
      return put.apply(this, given);
    };`,
  );
  await context.addInitScript(() => {
    StorageManager.prototype.persisted = async () => false;
    StorageManager.prototype.persist = async () => true;
  });
  const stores = corpus('storage-v2.json') as Parameters<typeof storeAs>[2];
  await storeAs(page, 2, stores);
  const [[old]] = stores['runs']! as [[string, unknown]];
  await openLab(page);
  await expect(words(page)).toContainText('6 steps');
  await expect(dataButton(page)).toContainText('own.csv');
  expect(await storedKeys(page, 'curves')).toEqual([[old, 0]]);

  await page.evaluate(() => {
    const heard: string[] = [];
    Object.assign(window, { heard });
    new BroadcastChannel('puts').onmessage = ({ data }) => heard.push(data as string);
  });
  await step(page, 7);
  await step(page, 8);
  // The continued run has the curves of the first up to step 6, and then a piece of each step.
  const curves = (await storedKeys(page, 'curves')) as [string, number][];
  expect(curves.filter(([run]) => run !== old).map(([, after]) => after)).toEqual([0, 7]);
  expect(await storedKeys(page, 'uploads')).toHaveLength(1);
  const heard = await page.evaluate(() => (window as unknown as { heard: string[] }).heard);
  expect(
    heard.filter((store) => store === 'uploads'),
    'the file stays as it is',
  ).toEqual([]);
  expect(heard.filter((store) => store === 'checkpoints')).toHaveLength(2);

  await page.reload();
  await expect(words(page)).toContainText('step 8');
  await openTab(page, 'Curves');
  const loss = page.getByRole('region', { name: 'Loss', exact: true });
  await loss.getByRole('button', { name: 'Show as table' }).click();
  await expect(loss.locator('tbody tr')).toHaveCount(8);

  // Who pins a run means to keep it.
  await openTab(page, 'Runs');
  const promise = page.getByText('The browser has promised to keep what is stored here');
  await expect(promise).toHaveCount(0);
  await page.getByRole('button', { name: 'Keep weights', exact: true }).first().click();
  await expect(promise).toBeVisible();
});
