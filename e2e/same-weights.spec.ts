/** A run that loses its page, its renderer or its GPU ends with the weights of one that lost nothing, bit for bit. */
import { readFileSync } from 'node:fs';
import { openLab, setBatch, transport } from './actions';
import { expect, test, type Page } from './lab';
import { storedKeys } from './stored';

/** One is kept, and one more is trained past it. */
const EPOCHS = 2;

async function exported(page: Page): Promise<Record<string, unknown>> {
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByRole('menuitem', { name: /compact/ }).click();
  return (JSON.parse(readFileSync(await (await download).path(), 'utf8')) as { tensors: Record<string, unknown> })
    .tensors;
}

const ends = (page: Page) =>
  expect(page.locator('.progress-words')).toContainText(/after [\d,]+ steps/, { timeout: 240_000 });

/** Trains on to where the run has something to come back to, and on from there. */
async function trainPastCheckpoint(page: Page): Promise<void> {
  const before = (await storedKeys(page, 'checkpoints')).length;
  await transport(page, (await transport(page, 'Start').isVisible()) ? 'Start' : 'Start anew').click();
  await expect.poll(() => storedKeys(page, 'checkpoints'), { timeout: 120_000 }).toHaveLength(before + 1);
}

test('a run that loses its page, its renderer or its GPU ends with the weights of one that lost nothing', async ({
  page: first,
  context,
}) => {
  let page = first;
  await openLab(page);
  // Few steps an epoch: what is looked at are its ends.
  await setBatch(page, 256);
  await page.getByRole('combobox', { name: 'Train until' }).selectOption('a number of epochs');
  await page.getByRole('textbox', { name: 'Epochs' }).fill(String(EPOCHS));
  await transport(page, 'Start').click();
  await ends(page);
  const whole = await exported(page);
  expect(Object.keys(whole).length).toBeGreaterThan(10);

  await trainPastCheckpoint(page);
  await page.reload();
  await transport(page, 'Resume').click();
  await ends(page);
  expect(await exported(page), 'after a reload').toEqual(whole);

  await trainPastCheckpoint(page);
  const session = await context.newCDPSession(page);
  const crashed = page.waitForEvent('crash');
  void session.send('Page.crash').catch(() => undefined);
  await crashed;
  await page.close();
  page = await context.newPage();
  await openLab(page);
  await transport(page, 'Resume').click();
  await ends(page);
  expect(await exported(page), 'after a crash of the renderer').toEqual(whole);

  await trainPastCheckpoint(page);
  const browser = await context.browser()!.newBrowserCDPSession();
  const { processInfo } = await browser.send('SystemInfo.getProcessInfo');
  process.kill(processInfo.find(({ type }) => type === 'GPU')!.id, 'SIGKILL');
  await expect(page.locator('.banner').filter({ hasText: 'The GPU was lost and recovered' })).toBeVisible({
    timeout: 120_000,
  });
  await ends(page);
  expect(await exported(page), 'after a kill of the GPU process').toEqual(whole);
});
