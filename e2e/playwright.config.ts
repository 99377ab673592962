/** Journeys against the built app in the Chromium of the machine. `npm test` builds the app first. */
import { defineConfig } from 'playwright/test';
import { findBrowser } from '../src/cli/setup/machine.mjs';

const port = 4180;
const executablePath = findBrowser() ?? undefined;
/** Without a GPU this gives SwiftShader; without it there is no adapter at all. */
const WEBGPU = '--enable-unsafe-webgpu';
const chromium = (...args: string[]) => ({
  launchOptions: { ...(executablePath ? { executablePath } : {}), args: ['--no-sandbox', ...args] },
});

export default defineConfig({
  testDir: '.',
  outputDir: '../test-results',
  workers: 1,
  // Training on a software adapter takes its time; nothing here is measured by the clock.
  timeout: 300_000,
  expect: { timeout: 30_000 },
  forbidOnly: Boolean(process.env['CI']),
  reporter: [['list'], ['json', { outputFile: '../.cache/playwright.json' }]],
  use: {
    baseURL: `http://127.0.0.1:${port}/`,
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    actionTimeout: 30_000,
    trace: 'retain-on-failure',
  },
  projects: [
    { name: 'webgpu', testIgnore: 'no-adapter.spec.ts', use: chromium(WEBGPU) },
    { name: 'no adapter', testMatch: 'no-adapter.spec.ts', use: chromium() },
  ],
  webServer: {
    command: `node node_modules/vite/bin/vite.js preview --host 127.0.0.1 --port ${port} --strictPort`,
    cwd: '..',
    url: `http://127.0.0.1:${port}/`,
    reuseExistingServer: false,
  },
});
