/** A visit to the built page in Chromium, measured on the way. */
import type { Browser, Page } from 'playwright';
import { busyShare, CATEGORIES, longestTask, onMainThread, quantile, scriptOfMoves, type TraceEvent } from './trace';

/** Milliseconds, unless a name says another unit. */
export interface Feel {
  chromium: string;
  /** By the clock of the wall: on a busy machine these are upper bounds. */
  firstPaint: number;
  startEnabled: number;
  firstStep: number;
  /** Script of one frame of a drag, in CPU time. */
  dragFrames: number;
  dragMedian: number;
  drag95: number;
  /** Of the main thread while it trains, by the panel that is live. */
  panels: Record<string, Live>;
  steps: number;
  heapMiB: number;
}

export interface Live {
  /** CPU time of the longest task. */
  longestTask: number;
  /** Share of a core, all that the page does included. */
  share: number;
}

const PORT = 4191;
const START = '[data-coach="start"]';
const STEPS_DONE = '.progress-words';
const DRAG_PRESET = 'parallel';
const PANELS = ['curves', 'inside', 'result', 'retrieval', 'map', 'runs', 'data'];
/** A software adapter on a busy machine takes its time; what never comes ends the visit. */
const PATIENCE_MS = 60_000;
/** How long a panel is watched. */
const WATCHED_MS = 6000;
const MIB = 2 ** 20;

/**
 * @param root of the repository, with a built page
 * @param moves of the drag
 */
export async function visit(
  root: string,
  executablePath: string | null,
  moves: number,
  say: (text: string) => void,
): Promise<Feel> {
  const [{ preview }, { chromium }] = await Promise.all([import('vite'), import('playwright')]);
  const server = await preview({ root, logLevel: 'error', preview: { host: '127.0.0.1', port: PORT } });
  const browser = await chromium.launch({
    ...(executablePath ? { executablePath } : {}),
    args: ['--no-sandbox', '--enable-unsafe-webgpu'],
  });
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, locale: 'en-GB' });
    page.setDefaultTimeout(PATIENCE_MS);
    say('opens the page');
    await page.goto(`${server.resolvedUrls?.local[0] ?? ''}?lang=en`);
    const startEnabled = await moment(page, `${START}:enabled`);
    const firstPaint = await page.evaluate(
      () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN,
    );
    say('takes the first step');
    const firstStep = await timeOfFirstStep(page);
    say('drags');
    const frames = await drag(browser, page, moves);
    say('trains');
    const panels = await watchPanels(browser, page);
    const { steps, heapMiB } = await atRest(page);
    return {
      chromium: browser.version(),
      firstPaint,
      startEnabled,
      firstStep,
      dragFrames: frames.length,
      dragMedian: quantile(frames, 0.5),
      drag95: quantile(frames, 0.95),
      panels,
      steps,
      heapMiB,
    };
  } finally {
    await browser.close();
    await server.close();
  }
}

/** When something is first on the page, by the page's own clock. */
async function moment(page: Page, selector: string): Promise<number> {
  const seen = await page.waitForFunction(
    (wanted) => (document.querySelector(wanted) ? performance.now() : null),
    selector,
    { polling: 'raf' },
  );
  return (await seen.jsonValue()) ?? NaN;
}

/** From the click until the header tells of the step. */
async function timeOfFirstStep(page: Page): Promise<number> {
  const began = await page.evaluate((start) => {
    const at = performance.now();
    (document.querySelector(start)!.nextElementSibling as HTMLElement).click();
    return at;
  }, START);
  const ended = await page.waitForFunction(
    (words) => (document.querySelector(words)?.textContent?.endsWith('step 1') ? performance.now() : null),
    STEPS_DONE,
    { polling: 'raf' },
  );
  return (await ended.jsonValue())! - began;
}

async function traced(browser: Browser, page: Page, act: () => Promise<void>): Promise<TraceEvent[]> {
  await browser.startTracing(page, { categories: [...CATEGORIES] });
  await act();
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] };
  return onMainThread(traceEvents);
}

/** Script of each frame while the topmost block of the largest preset is led about the board. */
async function drag(browser: Browser, page: Page, moves: number): Promise<number[]> {
  await page.locator('.side-panel select').first().selectOption(DRAG_PRESET);
  const node = page.locator('[data-node="match"]');
  await page.locator('[data-node="user-channels"]').waitFor();
  const { x, y, width, height } = (await node.boundingBox())!;
  const [fromX, fromY] = [x + width / 2, y + height / 2];
  const frame = () => page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => resolve(null))));
  await page.mouse.move(fromX, fromY);
  await page.mouse.down();
  await page.mouse.move(fromX + 8, fromY + 8);
  const events = await traced(browser, page, async () => {
    for (let i = 0; i <= moves; i++) {
      const angle = (2 * Math.PI * i) / 40;
      await page.mouse.move(fromX + 90 * Math.cos(angle), fromY + 60 + 60 * Math.sin(angle));
      await frame();
    }
  });
  await page.keyboard.press('Escape');
  await page.mouse.up();
  // The block that was led about may show its settings: back to those of the training.
  await page.locator('.react-flow__pane').click({ position: { x: 8, y: 8 } });
  return scriptOfMoves(events);
}

async function watchPanels(browser: Browser, page: Page): Promise<Record<string, Live>> {
  await page.getByRole('textbox', { name: /^Batch/ }).fill('64');
  // It must not come to its end before the last panel has been watched.
  await page.getByRole('combobox', { name: 'Train until' }).selectOption('a number of epochs');
  await page.getByRole('textbox', { name: 'Epochs' }).fill('500');
  // The first step was one of other towers: these start anew.
  await page.locator('.changed button').click();
  await page.locator(STEPS_DONE, { hasText: 'steps/s' }).waitFor();
  const found: Record<string, Live> = {};
  for (const panel of PANELS) {
    const events = await traced(browser, page, async () => {
      await page.locator(`[data-coach="tab:${panel}"]`).click();
      await page.waitForTimeout(WATCHED_MS);
    });
    found[panel] = { longestTask: longestTask(events), share: busyShare(events) };
  }
  return found;
}

/** What the page holds once it has trained, after a garbage collection. */
async function atRest(page: Page): Promise<{ steps: number; heapMiB: number }> {
  await page.locator(START).click();
  const words = page.locator(STEPS_DONE, { hasText: /step [\d,]+$/ });
  await words.waitFor();
  const steps = Number(/step ([\d,]+)$/.exec((await words.innerText()).trim())?.[1]?.replaceAll(',', ''));
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('HeapProfiler.collectGarbage');
  const { usedSize } = await devtools.send('Runtime.getHeapUsage');
  return { steps, heapMiB: usedSize / MIB };
}
