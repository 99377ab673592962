// npm run screenshot: the pictures of the README, taken of the built page after a few epochs on the first world.
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
const browser = await chromium.launch({
  ...(executablePath ? { executablePath } : {}),
  args: ['--no-sandbox', '--enable-unsafe-webgpu'],
});

/** @typedef {import('playwright').Page} Page */

/**
 * Opens the page, trains a ready-made graph for some epochs, and hands the page over.
 * @param {{ width: number, height: number }} viewport
 * @param {string} preset its title
 * @param {(page: Page, place: number) => Promise<void>} [openPane] where the screen is too narrow for all three
 */
async function trained(viewport, preset, openPane) {
  const page = await browser.newPage({ viewport, colorScheme: 'light', locale: 'en-GB' });
  await page.goto(`${server.resolvedUrls?.local[0]}?lang=en`);
  await page.locator('[data-node]').first().waitFor();
  await page.keyboard.press('Escape'); // the first run
  await openPane?.(page, 1);
  await page.getByRole('combobox', { name: 'Towers', exact: true }).selectOption({ label: preset });
  await page.getByRole('textbox', { name: /^Batch/ }).fill('64');
  await page.getByRole('combobox', { name: 'Train until' }).selectOption('a number of epochs');
  await page.getByRole('textbox', { name: 'Epochs' }).fill(String(EPOCHS));
  await page.getByRole('group', { name: 'Training' }).getByRole('button', { name: 'Start' }).click();
  await page.getByText(/finished after/).waitFor({ timeout: 600_000 });
  return page;
}

const lab = await trained({ width: 1440, height: 900 }, 'SENet two towers');
await lab.locator('.side-panel').evaluate((panel) => panel.parentElement?.scrollTo(0, 0) ?? panel.scrollTo(0, 0));
await lab.getByRole('button', { name: 'Show the whole graph' }).click();
await lab.mouse.move(720, 890);
await lab.screenshot({ path: join(root, 'e2e/screenshot.png') });

/** @type {(page: Page, place: number) => Promise<void>} */
const openPane = (page, place) => page.locator('nav.panes').getByRole('button').nth(place).click();
const mind = await trained({ width: 860, height: 1100 }, 'MIND', openPane);
await openPane(mind, 2);
await mind.getByRole('tab', { name: 'Retrieval' }).click();
const byInterest = mind.getByRole('region', { name: 'By interest' });
await byInterest.getByRole('article').first().waitFor();
await byInterest.locator('h2').evaluate((heading) => heading.scrollIntoView());
const [whole, cards] = [await byInterest.boundingBox(), await byInterest.locator('.interest-cards').boundingBox()];
if (!whole || !cards) throw new Error('the lists of interests have no place on the page');
await mind.screenshot({
  path: join(root, 'e2e/interests.png'),
  clip: { ...whole, height: cards.y + cards.height - whole.y },
});
await browser.close();
await server.close();
