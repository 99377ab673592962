/** Journeys against the built pages in the Chromium of the machine; what is older than its sources is built first. */
import { defineConfig } from 'playwright/test';
import { findBrowser } from '../src/cli/setup/machine.mjs';
import { choseCpu } from './stored';

/** Another one lets two checkouts be tested beside each other. */
const port = Number(process.env['E2E_PORT'] ?? 4180);
const galleryPort = port + 2;
const executablePath = findBrowser() ?? undefined;
/** Without a GPU this gives SwiftShader; without it there is no adapter at all. */
const WEBGPU = '--enable-unsafe-webgpu';
/** Tests kill the GPU process more often than Chrome lets a page have it back. */
const FORGIVING = ['--disable-domain-blocking-for-3d-apis', '--disable-gpu-process-crash-limit'];
/**
 * Chromium prepares these popups of its address bar for every window, which takes half a second of CPU time. A second
 * list of features replaces the first, so what Playwright turns off itself is listed here too.
 */
const NOT_ASKED = [
  'WebUIOmniboxAimPopup,WebUIOmniboxPopup,PreloadTopChromeWebUI',
  'AimEnabled,AvoidUnnecessaryBeforeUnloadCheckSync,DestroyProfileOnBrowserClose,HttpsFirstBalancedModeAutoEnable',
  'HttpsUpgrades,LensOverlay,MediaRouter,NetworkTimeServiceQuerying,OptimizationHints,PaintHolding,PreconnectToSearch',
  'ThirdPartyStoragePartitioning',
];
/**
 * What is tried on WebGPU, and why: what is told of the device and what loses it, and one journey for each panel that
 * shows what was trained and for each family of presets, so that weights, lists and live values come from there. All
 * others are made by a person who has chosen the CPU, in a browser that finds no adapter: a step on SwiftShader takes
 * nine times as long, and shaders are compiled ahead for every drawing.
 */
const ON_WEBGPU = [
  'additions.spec.ts', // what was added, as README says, where most people train
  'build-parallel.spec.ts', // parallel channels; the GPU memory that they take
  'first-world.spec.ts', // a first visit: compiled ahead, one click, curves, dispatches; its result, the list of runs
  'gpu-lost.spec.ts',
  'inside.spec.ts', // SE gates and attention fusion: live values, on the board too
  'interests.spec.ts', // several interests: lists, reasons and figures for each
  'kernel-times.spec.ts',
  'map.spec.ts', // vectors of all items
  'on-cpu.spec.ts', // from there to the CPU and back
  'own-log.spec.ts', // the main job: own fields, pause and step, weights taken home and brought back
  'phase-faults.spec.ts',
  'same-weights.spec.ts',
  'two-tabs-rounds.spec.ts',
  'two-tabs.spec.ts', // two devices of one GPU process
];
/** Many minutes: only where it is asked for. */
const LONG = process.env['TWO_TABS_ROUNDS'] ? [] : ['two-tabs-rounds.spec.ts'];
const chromium = (...args: string[]) => ({
  launchOptions: {
    ...(executablePath ? { executablePath } : {}),
    args: ['--no-sandbox', `--disable-features=${NOT_ASKED.join()}`, ...args],
  },
});

/** @param path of its page */
const served = (mode: 'production' | 'gallery', at: number, path: string) => ({
  command: `node e2e/serve.mjs ${mode} ${at}`,
  cwd: '..',
  url: `http://127.0.0.1:${at}/${path}`,
  reuseExistingServer: false,
  // It may have to be built first.
  timeout: 300_000,
});

export default defineConfig({
  testDir: '.',
  outputDir: '../test-results',
  // One for each core.
  workers: 2,
  // Training on a software adapter takes its time; nothing here is measured by the clock. Limits end what hangs, on
  // however busy a machine.
  timeout: 600_000,
  expect: { timeout: 90_000 },
  forbidOnly: Boolean(process.env['CI']),
  reporter: [['list'], ['json', { outputFile: '../.cache/playwright.json' }]],
  use: {
    baseURL: `http://127.0.0.1:${port}/`,
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    actionTimeout: 90_000,
    // It takes its time, and nobody could open it there.
    trace: process.env['CI'] ? 'off' : 'retain-on-failure',
  },
  projects: [
    {
      name: 'webgpu',
      testMatch: ON_WEBGPU,
      testIgnore: LONG,
      use: chromium(WEBGPU, ...FORGIVING),
    },
    { name: 'no adapter', testMatch: 'no-adapter.spec.ts', use: chromium() },
    {
      name: 'cpu',
      testIgnore: [...ON_WEBGPU, 'no-adapter.spec.ts', 'gallery.spec.ts'],
      use: { ...chromium(), storageState: choseCpu(`http://127.0.0.1:${port}`) },
    },
    {
      name: 'gallery',
      testMatch: 'gallery.spec.ts',
      use: { ...chromium(), baseURL: `http://127.0.0.1:${galleryPort}/src/ui/gallery/` },
    },
  ],
  webServer: [served('production', port, ''), served('gallery', galleryPort, 'src/ui/gallery/')],
});
