// node e2e/soak.mjs [minutes] [batch] [--collect] [--hide]: trains in Chromium with the panels open in turn, and prints
// every quarter of a minute what the page, its worker, the renderer and the GPU process hold. --collect measures after
// a garbage collection, so that what grows is held by someone; --hide draws nothing, so that what grows is of the
// training. Linux alone: sizes of processes are read from /proc.
import { readFileSync } from 'node:fs';
import { chromium } from 'playwright';
import { preview } from 'vite';
import { buildPage } from '../src/cli/setup/build.mjs';
import { findBrowser } from '../src/cli/setup/machine.mjs';
import { root } from '../src/cli/setup/packages.mjs';

const args = process.argv.slice(2);
const [collects, hides] = ['--collect', '--hide'].map((flag) => args.includes(flag));
const [minutes = 5, batch = 64] = args.filter((arg) => !arg.startsWith('--')).map(Number);
const EVERY_MS = 15_000;
const PANELS = ['Inside', 'Curves', 'Retrieval', 'Result'];
const MB = 2 ** 20;

await buildPage();
const server = await preview({ root, logLevel: 'error', preview: { host: '127.0.0.1', port: 4182 } });
const executablePath = findBrowser() ?? undefined;
const browser = await chromium.launch({
  ...(executablePath ? { executablePath } : {}),
  args: ['--no-sandbox', '--enable-unsafe-webgpu', '--js-flags=--expose-gc'],
});
const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, locale: 'en-GB' });
page.on('worker', (worker) => void worker.evaluate(countGpuObjects).catch(() => undefined));
await page.goto(`${server.resolvedUrls?.local[0]}?lang=en`);
await page.locator('[data-node]').first().waitFor();
await page.getByRole('textbox', { name: /^Batch/ }).fill(String(batch));
await page.getByRole('combobox', { name: 'Train until' }).selectOption('a number of epochs');
await page.getByRole('textbox', { name: 'Epochs' }).fill('1000');
await page.getByRole('group', { name: 'Training' }).getByRole('button', { name: 'Start' }).click();
await page.locator('.progress-words', { hasText: 'steps/s' }).waitFor({ timeout: 120_000 });

if (hides) await page.addStyleTag({ content: 'body { display: none }' });

const cdp = await browser.newBrowserCDPSession();
const devtools = await page.context().newCDPSession(page);
const ofWorker = await sessionOfWorker();
console.log('seconds  page MB  worker MB  renderer MB  GPU MB; buffers that live, objects made');
/** @type {{ seconds: number, gpu: number }[]} */
const marks = [];
const began = Date.now();
for (let turn = 0; Date.now() - began < minutes * 60_000; turn++) {
  if (!hides) await page.getByRole('tab', { name: PANELS[turn % PANELS.length], exact: true }).click();
  await page.waitForTimeout(EVERY_MS);
  if (collects)
    await Promise.all([devtools.send('HeapProfiler.collectGarbage'), ofWorker('HeapProfiler.collectGarbage')]);
  const mark = await measure();
  marks.push(mark);
  const { seconds, progress, heap, worker, renderer, gpu, made } = mark;
  const figures = [heap, worker, renderer, gpu].map((bytes) => (bytes / MB).toFixed(1).padStart(9));
  console.log(`${String(seconds).padStart(7)} ${figures.join(' ')}  ${progress}; ${made}`);
}
console.log(`GPU process, second half: ${(slope(marks.slice(marks.length >> 1)) / MB).toFixed(2)} MB a minute`);
await browser.close();
await server.close();

function host() {
  const worker = page.workers().find((worker) => worker.url().includes('host.worker'));
  if (!worker) throw new Error('the host has no worker');
  return worker;
}

/** Sends a command of the DevTools protocol to the worker of the host, which Playwright has no session of. */
async function sessionOfWorker() {
  /** @type {Map<number, (result: any) => void>} */
  const asked = new Map();
  devtools.on('Target.receivedMessageFromTarget', ({ message }) => {
    const { id, result } = JSON.parse(message);
    asked.get(id)?.(result);
  });
  /** @type {Promise<string>} */
  const attached = new Promise((resolve) =>
    devtools.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
      if (targetInfo.url.includes('host.worker')) resolve(sessionId);
    }),
  );
  await devtools.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: false });
  const sessionId = await attached;
  /** @param {string} method @returns {Promise<any>} */
  return (method) =>
    new Promise((resolve) => {
      const id = asked.size + 1;
      asked.set(id, resolve);
      void devtools.send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id, method }) });
    });
}

async function measure() {
  const { processInfo } = await cdp.send('SystemInfo.getProcessInfo');
  const sizes = processInfo.map(({ type, id }) => ({ type, rss: residentBytes(id) }));
  /** @param {string} type */
  const largest = (type) => Math.max(0, ...sizes.filter((size) => size.type === type).map(({ rss }) => rss));
  const progress = (await page.locator('.progress-words').textContent()) ?? '';
  return {
    seconds: Math.round((Date.now() - began) / 1000),
    progress: progress.replaceAll(/\s+/g, ' '),
    heap: (await devtools.send('Runtime.getHeapUsage')).usedSize,
    worker: (await ofWorker('Runtime.getHeapUsage')).usedSize,
    renderer: largest('renderer'),
    gpu: largest('GPU'),
    made: JSON.stringify(await host().evaluate(() => /** @type {any} */ (globalThis).gpuObjects)),
  };
}

/** @param {number} pid */
function residentBytes(pid) {
  try {
    return 1024 * Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0; // it has ended
  }
}

/**
 * Least squares, in bytes a minute.
 * @param {readonly { seconds: number, gpu: number }[]} marks
 */
function slope(marks) {
  const mean = (/** @type {number[]} */ of) => of.reduce((a, b) => a + b, 0) / of.length;
  const [x, y] = [mean(marks.map(({ seconds }) => seconds / 60)), mean(marks.map(({ gpu }) => gpu))];
  const across = marks.map(({ seconds, gpu }) => (seconds / 60 - x) * (gpu - y));
  const along = marks.map(({ seconds }) => (seconds / 60 - x) ** 2);
  return mean(across) / mean(along);
}

/** In the worker: how many objects of each kind were asked for, and how many bytes of buffers live. */
function countGpuObjects() {
  const scope = /** @type {any} */ (globalThis);
  const counts = { buffers: 0, bufferBytes: 0, createBuffer: 0, createBindGroup: 0, createComputePipeline: 0 };
  scope.gpuObjects = counts;
  const live = new WeakMap();
  for (const name of /** @type {const} */ (['createBuffer', 'createBindGroup', 'createComputePipeline'])) {
    const device = /** @type {any} */ (GPUDevice.prototype);
    const original = device[name];
    device[name] = function (/** @type {any} */ ...args) {
      const object = original.apply(this, args);
      counts[name] += 1;
      if (name !== 'createBuffer') return object;
      counts.buffers += 1;
      counts.bufferBytes += object.size;
      live.set(object, object.size);
      return object;
    };
  }
  const destroy = GPUBuffer.prototype.destroy;
  GPUBuffer.prototype.destroy = function () {
    counts.buffers -= live.has(this) ? 1 : 0;
    counts.bufferBytes -= live.get(this) ?? 0;
    live.delete(this);
    return destroy.call(this);
  };
}
