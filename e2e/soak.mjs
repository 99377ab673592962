// node e2e/soak.mjs [minutes] [batch] [--collect] [--hide]: trains in Chromium with the panels open in turn, and prints
// every quarter of a minute what the page, its worker, the renderer and the GPU process hold; at the end, what each
// held early and late in the time that follows the first five minutes. --collect measures after a garbage collection,
// so that what grows is held by someone; --hide draws nothing, so that what grows is of the training. Linux alone:
// sizes of processes are read from /proc.
//
// SwiftShader runs the invocations of a workgroup that has barriers on fibers, and keeps them: hundreds of stacks of
// 1 MB in the GPU process, of which only what a fiber has ever used is resident. Which fiber runs what is chance, so
// these stacks fill up for as long as some fiber has not yet run the deepest kernel. They are counted by themselves: no
// more than their number times the deepest use, and no GPU has them.
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
/** Until then everything is compiled, opened and filled. */
const SETTLING_S = 300;
const PANELS = ['Inside', 'Curves', 'Retrieval', 'Map', 'Result'];
const MB = 2 ** 20;
/** Nobody uses half of a stack: what has more in memory is a buffer of the same size. */
const MOST_OF_STACK = MB / 2;

await buildPage();
const server = await preview({ root, logLevel: 'error', preview: { host: '127.0.0.1', port: 4182 } });
const executablePath = findBrowser() ?? undefined;
const browser = await chromium.launch({
  ...(executablePath ? { executablePath } : {}),
  args: ['--no-sandbox', '--enable-unsafe-webgpu', '--js-flags=--expose-gc'],
});
const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, locale: 'en-GB' });
// On a busy machine the first kernels take minutes.
page.setDefaultTimeout(600_000);
page.on('worker', (worker) => void worker.evaluate(countGpuObjects).catch(() => undefined));
await page.goto(`${server.resolvedUrls?.local[0]}?lang=en`);
await page.locator('[data-node]').first().waitFor();
await page.getByRole('textbox', { name: /^Batch/ }).fill(String(batch));
await page.getByRole('combobox', { name: 'Train until' }).selectOption('a number of epochs');
await page.getByRole('textbox', { name: 'Epochs' }).fill('1000');
await page.getByRole('group', { name: 'Training' }).getByRole('button', { name: 'Start' }).click();
await page.locator('.progress-words', { hasText: 'steps/s' }).waitFor();

if (hides) await page.addStyleTag({ content: 'body { display: none }' });

const cdp = await browser.newBrowserCDPSession();
const devtools = await page.context().newCDPSession(page);
const ofWorker = await sessionOfWorker();
/** @typedef {'page' | 'pageArrays' | 'worker' | 'workerArrays' | 'renderer' | 'gpu' | 'stacks'} Part */
/** @type {Record<Part, string>} */
const PARTS = {
  page: 'page',
  pageArrays: 'page, arrays',
  worker: 'worker',
  workerArrays: 'worker, arrays',
  renderer: 'renderer',
  gpu: 'GPU process',
  stacks: 'fiber stacks',
};
console.log(`seconds; MB of ${Object.values(PARTS).join(', ')}; steps; stacks, buffers that live, objects made`);
/** @type {({ seconds: number } & Record<Part, number>)[]} */
const marks = [];
const began = Date.now();
for (let turn = 0; Date.now() - began < minutes * 60_000; turn++) {
  if (!hides) await page.getByRole('tab', { name: PANELS[turn % PANELS.length], exact: true }).click();
  await page.waitForTimeout(EVERY_MS);
  if (collects)
    await Promise.all([devtools.send('HeapProfiler.collectGarbage'), ofWorker('HeapProfiler.collectGarbage')]);
  const mark = await measure();
  marks.push(mark);
  const figures = partsOf(mark).map(([, bytes]) => (bytes / MB).toFixed(1).padStart(7));
  console.log(
    `${String(mark.seconds).padStart(6)} ${figures.join(' ')}  ${mark.progress}; ${mark.count}, ${mark.made}`,
  );
}
const settled = marks.filter(({ seconds }) => seconds > SETTLING_S);
const third = Math.ceil(settled.length / 3);
if (third > 0) {
  const [early, late] = [settled.slice(0, third), settled.slice(-third)];
  console.log(`Medians of the first and of the last third after ${SETTLING_S} s, and least squares:`);
  for (const [part, name] of partsOf(PARTS)) {
    const [from, to] = [early, late].map((some) => (median(some.map((mark) => mark[part])) / MB).toFixed(1));
    console.log(`${name.padEnd(14)} ${from} -> ${to} MB, ${(slope(settled, part) / MB).toFixed(2)} MB a minute`);
  }
}
await browser.close();
await server.close();

/**
 * @template T
 * @param {Record<Part, T>} of
 * @returns {[Part, T][]}
 */
function partsOf(of) {
  return /** @type {Part[]} */ (Object.keys(PARTS)).map((part) => [part, of[part]]);
}

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
  const sizes = processInfo.map(({ type, id }) => ({ type, ...memoryOf(id) }));
  /** @param {string} type */
  const largest = (type) => sizes.filter((size) => size.type === type).toSorted((a, b) => b.resident - a.resident)[0];
  const [renderer, gpu] = [largest('renderer'), largest('GPU')];
  const [inPage, inWorker] = await Promise.all([
    devtools.send('Runtime.getHeapUsage'),
    ofWorker('Runtime.getHeapUsage'),
  ]);
  const progress = (await page.locator('.progress-words').textContent()) ?? '';
  return {
    seconds: Math.round((Date.now() - began) / 1000),
    progress: progress.replaceAll(/\s+/g, ' '),
    page: inPage.usedSize,
    pageArrays: inPage.backingStorageSize,
    worker: inWorker.usedSize,
    workerArrays: inWorker.backingStorageSize,
    renderer: renderer?.resident ?? 0,
    gpu: (gpu?.resident ?? 0) - (gpu?.stacks ?? 0),
    stacks: gpu?.stacks ?? 0,
    count: gpu?.count ?? 0,
    made: JSON.stringify(await host().evaluate(() => /** @type {any} */ (globalThis).gpuObjects)),
  };
}

/**
 * Resident bytes of a process, and those of its stacks of fibers: memory of no file in pieces of 1 MB and their guards.
 * @param {number} pid
 */
function memoryOf(pid) {
  let [resident, stacks, count, isStack] = [0, 0, 0, false];
  for (const line of mapsOf(pid).split('\n')) {
    const mapping = /^([\da-f]+)-([\da-f]+) rw-p \S+ \S+ \S+\s*(.*)$/.exec(line);
    if (/^[\da-f]+-/.test(line)) isStack = mapping?.[3] === '' && isStackSize(mapping);
    const rss = 1024 * Number(/^Rss:\s+(\d+)/.exec(line)?.[1] ?? 0);
    resident += rss;
    if (!isStack || rss === 0 || rss > MOST_OF_STACK) continue;
    stacks += rss;
    count += 1;
  }
  return { resident, stacks, count };
}

/** @param {RegExpExecArray} mapping */
function isStackSize([, from = '', to = '']) {
  const bytes = Number.parseInt(to, 16) - Number.parseInt(from, 16);
  return bytes >= MB && bytes <= MB + 2 ** 14;
}

/** @param {number} pid */
function mapsOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/smaps`, 'utf8');
  } catch {
    return ''; // it has ended
  }
}

/** @param {readonly number[]} of */
function median(of) {
  return of.toSorted((a, b) => a - b)[of.length >> 1] ?? Number.NaN;
}

/**
 * Least squares, in bytes a minute.
 * @param {readonly ({ seconds: number } & Record<Part, number>)[]} marks
 * @param {Part} part
 */
function slope(marks, part) {
  const mean = (/** @type {number[]} */ of) => of.reduce((a, b) => a + b, 0) / of.length;
  const [x, y] = [mean(marks.map(({ seconds }) => seconds / 60)), mean(marks.map((mark) => mark[part]))];
  const across = marks.map((mark) => (mark.seconds / 60 - x) * (mark[part] - y));
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
