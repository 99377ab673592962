/**
 * Every phase of a run by every way to lose what runs it: the lab's worker crashes, or the GPU process is killed, in
 * the middle of that phase and of no other. The run ends with the weights of one that lost nothing, bit for bit, and
 * what was stored before is still there.
 *
 * The cells that tell most are always tried; all of them by
 * `PHASE_FAULTS=all npx playwright test -c e2e --project=webgpu phase-faults`.
 */
import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright/test';
import { dataButton, dataDialog, openLab, openTab, openUpload, setBatch, transport } from './actions';
import { expect, test, type Page } from './lab';
import { csv, lendings } from './library-log';
import { forgetBaselines, inWorker, storedKeys } from './stored';

const FAULTS = ['worker crash', 'GPU kill'] as const;
const EPOCHS = 2;
/** In which epoch the fault comes: one after the first checkpoint, where the phase is of a training. */
const PHASES = { load: 0, baselines: 0, train: 1, evaluate: EPOCHS, 'write a checkpoint': EPOCHS, test: EPOCHS };
type Phase = keyof typeof PHASES;
interface Cell {
  phase: Phase;
  fault: (typeof FAULTS)[number];
}

/** A run that trains is lost elsewhere, too. */
const TELLING: readonly Cell[] = [
  { phase: 'load', fault: 'GPU kill' },
  { phase: 'evaluate', fault: 'GPU kill' },
  { phase: 'write a checkpoint', fault: 'worker crash' },
  { phase: 'test', fault: 'worker crash' },
];
const ALL = (Object.keys(PHASES) as Phase[]).flatMap((phase) => FAULTS.map((fault): Cell => ({ phase, fault })));
const CELLS = process.env['PHASE_FAULTS'] === 'all' ? ALL : TELLING;

const CRASH = 'the worker crashed';

/**
 * In the lab's worker: whatever it is about to say or store, it asks first whether a fault comes now, and waits for the
 * answer where it stands; once as long as the phase is the same. A crash is an error that nothing catches, and no task
 * after it.
 */
const ASKING = `{
  let [evaluated, trained] = [false, false];
  let epoch = 0;
  let asked = '';
  const ask = (phase) => {
    if (asked === (asked = phase + epoch)) return;
    const request = new XMLHttpRequest();
    request.open('GET', '/fault?phase=' + phase + '&epoch=' + epoch, false);
    request.send();
    if (request.responseText !== 'worker crash') return;
    reportError(new Error('${CRASH}'));
    self.close();
  };
  const post = self.postMessage;
  self.postMessage = (message) => {
    post.call(self, message);
    const { type, event } = message;
    if (type === 'trained') trained = true;
    if (type === 'counting' && event?.fraction > 0) ask('baselines');
    if (type !== 'progress') return;
    const { phase, detail } = event;
    epoch = event.epoch;
    if (phase === 'compiling') evaluated = trained = false;
    if (phase === 'preparing' && detail !== null) ask('load');
    if (phase !== 'training') return;
    if (detail !== null) ask(trained ? 'test' : 'evaluate');
    // Before the first checkpoint there is nothing to come back to.
    else if (evaluated) ask('train');
    evaluated ||= detail !== null;
  };
  const put = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function (...given) {
    const request = put.apply(this, given);
    if (this.name === 'checkpoints') ask('write a checkpoint');
    return request;
  };
}`;

async function killGpu(browser: Browser): Promise<void> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  process.kill(processInfo.find(({ type }) => type === 'GPU')!.id, 'SIGKILL');
  await session.detach();
}

const words = (page: Page) => page.locator('.progress-words');
const ends = (page: Page) => expect(words(page)).toContainText(/after [\d,]+ steps/, { timeout: 240_000 });

async function weights(page: Page): Promise<unknown> {
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByRole('menuitem', { name: /compact/ }).click();
  return (JSON.parse(readFileSync(await (await download).path(), 'utf8')) as { tensors: unknown }).tensors;
}

test('a worker that crashes or a GPU process that is killed in a phase of a run costs it nothing, and no run before it', async ({
  page,
  context,
  witness,
}) => {
  test.setTimeout(300_000 * CELLS.length);
  let next: Cell | null = null;
  await inWorker(context, ASKING);
  await context.route('**/fault?*', async (route) => {
    const asked = new URL(route.request().url()).searchParams;
    const cell = next;
    const comes = cell?.phase === asked.get('phase') && Number(asked.get('epoch')) >= PHASES[cell.phase];
    if (comes) {
      if (cell.fault === 'GPU kill') await killGpu(context.browser()!);
      next = null;
    }
    await route.fulfill({ contentType: 'text/plain', body: comes ? cell.fault : '' });
  });

  const { log, books } = lendings();
  await openLab(page);
  await openUpload(page);
  await dataDialog(page).getByTestId('file-log').setInputFiles(csv('lendings.csv', log));
  await dataDialog(page).getByTestId('file-items').setInputFiles(csv('books.csv', books));
  await dataDialog(page).getByRole('combobox', { name: 'Role of client' }).selectOption('not used');
  await dataDialog(page).getByRole('combobox', { name: 'Role of card' }).selectOption('user');
  await dataDialog(page).getByRole('button', { name: 'Load this log' }).click();
  await expect(dataButton(page)).toContainText('lendings');
  await setBatch(page, 64);
  await page.getByRole('combobox', { name: 'Train until' }).selectOption('a number of epochs');
  await page.getByRole('textbox', { name: 'Epochs' }).fill(String(EPOCHS));
  await transport(page, 'Start').click();
  await ends(page);
  const whole = await weights(page);
  await openTab(page, 'Runs');
  await page.getByRole('button', { name: 'Keep weights', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Weights are kept' })).toBeVisible();

  for (const cell of CELLS)
    await test.step(`${cell.phase}: ${cell.fault}`, async () => {
      const atRest = cell.phase === 'load' || cell.phase === 'baselines';
      const note = page.locator('.banner').filter({ hasText: 'The GPU was lost and recovered' });
      next = cell;
      if (cell.phase === 'baselines') await forgetBaselines(page);
      if (atRest) await page.reload();
      else await transport(page, 'Start anew').click();
      await expect.poll(() => next, { message: 'the fault came', timeout: 240_000 }).toBeNull();
      if (cell.fault === 'worker crash') {
        await expect(page.getByRole('alert')).toContainText('The background worker ended.');
        await page.reload();
        // A run whose last step is done goes on to its test by itself.
        if (!atRest && cell.phase !== 'test') await transport(page, 'Resume').click();
      } else if (!atRest) {
        await expect(note).toBeVisible({ timeout: 120_000 });
      }
      await ends(page);
      if (await note.isVisible()) await note.getByRole('button', { name: 'Dismiss' }).click();
      expect(await weights(page)).toEqual(whole);
      await expect(page.getByRole('alert')).toBeEmpty();
      await expect(dataButton(page)).toContainText('lendings');
      expect(await storedKeys(page, 'uploads')).toHaveLength(1);
      await openTab(page, 'Runs');
      await expect(page.locator('li.run-entry').first(), 'the newest').toHaveAttribute('aria-current', 'true');
      await expect(page.getByRole('button', { name: 'Weights are kept' })).toHaveCount(1);
    });
  // What nothing catches is told by the browser, too.
  witness.splice(0, Infinity, ...witness.filter((offence) => !offence.includes(CRASH)));
});
