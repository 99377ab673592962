// npm run screenshot: the picture of the README, taken of the built page after a few epochs on the first world.
import { join } from 'node:path';
import { chromium } from 'playwright';
import { preview } from 'vite';
import { buildPage } from '../src/cli/setup/build.mjs';
import { findBrowser } from '../src/cli/setup/machine.mjs';
import { root } from '../src/cli/setup/packages.mjs';

const EPOCHS = 4;

await buildPage();
const server = await preview({ root, logLevel: 'error', preview: { host: '127.0.0.1', port: 4181 } });
const executablePath = findBrowser() ?? undefined;
const browser = await chromium.launch({ ...(executablePath ? { executablePath } : {}), args: ['--no-sandbox', '--enable-unsafe-webgpu'] });
const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, colorScheme: 'light', locale: 'en-GB' });
await page.goto(`${server.resolvedUrls?.local[0]}?lang=en`);
await page.locator('[data-node]').first().waitFor();
await page.getByRole('combobox', { name: 'Towers', exact: true }).selectOption({ label: 'SENet two towers' });
await page.locator('[data-node="item-gate"]').waitFor();
await page.getByRole('textbox', { name: /^Batch/ }).fill('64');
await page.getByRole('combobox', { name: 'Train until' }).selectOption('a number of epochs');
await page.getByRole('textbox', { name: 'Epochs' }).fill(String(EPOCHS));
await page.getByRole('group', { name: 'Training' }).getByRole('button', { name: 'Start' }).click();
await page.getByText(/finished after/).waitFor({ timeout: 600_000 });
await page.locator('.side-panel').evaluate((panel) => panel.parentElement?.scrollTo(0, 0) ?? panel.scrollTo(0, 0));
await page.getByRole('button', { name: 'Show the whole graph' }).click();
await page.mouse.move(720, 890);
await page.screenshot({ path: join(root, 'e2e/screenshot.png') });
await browser.close();
await server.close();
