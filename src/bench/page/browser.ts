/** A host in Chromium: serves the built page on this machine and asks it through Playwright. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser as Chromium, Page } from 'playwright';
import type { Host } from '../host';
import type { LogsHost } from '../logs/host';
import type { TimedImplementation } from '../measure/timed-implementation';
import type { PresetHost } from '../presets/host';
import type { RetrievalHost } from '../retrieval/host';
import type { PageBench } from './page';

type BenchWindow = typeof globalThis & { bench: PageBench };

export interface Browser {
  version: string;
  host: Host;
  presets: PresetHost;
  retrieval: RetrievalHost;
  logs: LogsHost;
  close(): Promise<void>;
}

/** Isolation makes the clock of the page ten times finer, and jax-js's threads possible. */
const ISOLATION = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };

/** An error of the page in its own words: without Playwright's before them and the stack after them. */
const plainly = <T>(asked: Promise<T>): Promise<T> =>
  asked.catch((error: unknown) => {
    throw new Error(
      String(error)
        .replace(/^Error: (page\.evaluate: (\w*Error: )?)?/, '')
        .split('\n    at ')[0],
    );
  });

type CpuClock = () => Promise<number>;

/** CPU milliseconds of all processes of the browser so far: the page's and its workers', the GPU's. */
async function cpuClock(browser: Chromium): Promise<CpuClock> {
  const session = await browser.newBrowserCDPSession();
  return async () => {
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    return 1000 * processInfo.reduce((sum, { cpuTime }) => sum + cpuTime, 0);
  };
}

/**
 * @param root of the repository; @param executablePath of Chromium, where Playwright has none of its own;
 * @param logs folder of the logs that the page may read, a folder each
 */
export async function openBrowser(
  root: string,
  executablePath: string | null,
  logs: string | null = null,
): Promise<Browser> {
  const [{ preview }, { chromium }] = await Promise.all([import('vite'), import('playwright')]);
  const server = await preview({
    root,
    configFile: false,
    logLevel: 'error',
    build: { outDir: join(root, 'dist/bench-page') },
    preview: { host: '127.0.0.1', port: 4190, headers: ISOLATION },
  });
  // As for the journeys: without the second flag there is no adapter at all.
  const browser = await chromium.launch({
    ...(executablePath ? { executablePath } : {}),
    args: [
      '--no-sandbox',
      '--enable-unsafe-webgpu',
      ...(process.platform === 'linux' ? ['--enable-features=Vulkan'] : []),
    ],
  });
  const page = await browser.newPage();
  page.setDefaultTimeout(0);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.route('**/logs/*/*', (route) => {
    const [log = '', fileName = ''] = new URL(route.request().url()).pathname.split('/').slice(-2);
    const path = join(logs ?? '', log, fileName);
    return logs !== null && existsSync(path) ? route.fulfill({ path }) : route.fulfill({ status: 404 });
  });
  await page.goto(`${server.resolvedUrls?.local[0] ?? ''}src/bench/page/index.html`);
  await page
    .waitForFunction(() => 'bench' in globalThis, null, { timeout: 60_000 })
    .catch(() => {
      throw new Error(`the page of the bench did not start: ${complaints.join('; ')}`);
    });

  return {
    version: browser.version(),
    ...hostsIn(page, await cpuClock(browser)),
    async close() {
      await browser.close();
      await server.close();
    },
  };
}

/** An implementation that runs in the page. */
function timedIn(page: Page, name: string, cpu: CpuClock): TimedImplementation {
  const ask = <K extends keyof TimedImplementation>(method: K, steps = 0): ReturnType<TimedImplementation[K]> =>
    plainly(
      page.evaluate(([name, method, steps]) => (globalThis as BenchWindow).bench.ask(name, method, steps), [
        name,
        method as keyof TimedImplementation,
        steps,
      ] as const),
    ) as ReturnType<TimedImplementation[K]>;
  return {
    first: (steps) => ask('first', steps),
    async round(steps) {
      const before = await cpu();
      const round = await ask('round', steps);
      return { ...round, cpuMs: ((await cpu()) - before) / round.steps };
    },
    gpuBytes: () => ask('gpuBytes'),
    close: () => ask('close'),
  };
}

/** What may be asked of the page: each question is a call of its `bench`. */
const hostsIn = (page: Page, cpu: CpuClock): Pick<Browser, 'host' | 'presets' | 'retrieval' | 'logs'> => ({
  host: {
    adapter: () => page.evaluate(() => (globalThis as BenchWindow).bench.adapter()),
    work: (setting) => page.evaluate((setting) => (globalThis as BenchWindow).bench.work(setting), setting),
    async open(setting, name) {
      await plainly(
        page.evaluate(([setting, name]) => (globalThis as BenchWindow).bench.open(setting, name), [
          setting,
          name,
        ] as const),
      );
      return timedIn(page, name, cpu);
    },
  },
  presets: {
    async open(setting, name) {
      await plainly(
        page.evaluate(([setting, name]) => (globalThis as BenchWindow).bench.openPreset(setting, name), [
          setting,
          name,
        ] as const),
      );
      return timedIn(page, name, cpu);
    },
  },
  logs: {
    has: (log) => page.evaluate((log) => (globalThis as BenchWindow).bench.logs.has(log), log),
    async open(setting, name) {
      await plainly(
        page.evaluate(([setting, name]) => (globalThis as BenchWindow).bench.logs.open(setting, name), [
          setting,
          name,
        ] as const),
      );
      return timedIn(page, name, cpu);
    },
    close: () => page.evaluate(() => (globalThis as BenchWindow).bench.logs.close()),
  },
  retrieval: {
    async open(setting, name) {
      await plainly(
        page.evaluate(([setting, name]) => (globalThis as BenchWindow).bench.retrieval.open(setting, name), [
          setting,
          name,
        ] as const),
      );
      return {
        async call() {
          const before = await cpu();
          const call = await plainly(
            page.evaluate((name) => (globalThis as BenchWindow).bench.retrieval.call(name), name),
          );
          return { ...call, cpuMs: (await cpu()) - before };
        },
        close: () => page.evaluate((name) => (globalThis as BenchWindow).bench.retrieval.close(name), name),
      };
    },
    check: (setting, lists, mostMs) =>
      page.evaluate(
        ([setting, lists, mostMs]) => (globalThis as BenchWindow).bench.retrieval.check(setting, lists, mostMs),
        [setting, lists, mostMs] as const,
      ),
  },
});
