// npm run screenshot [dragging|lab|why|phone]: the pictures of the README, of the built page on its first world.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright';
import { preview } from 'vite';
import { buildPage } from '../src/cli/setup/build.mjs';
import { findBrowser } from '../src/cli/setup/machine.mjs';
import { root } from '../src/cli/setup/packages.mjs';
import { animatedPng } from './animated-png.mjs';

/** @typedef {import('playwright').Page} Page */
/** @typedef {import('playwright').Locator} Locator */
/** @typedef {readonly [x: number, y: number]} Spot */

const EPOCHS = 4;
const WIDE = { width: 1440, height: 900 };

await buildPage();
const port = Number(process.env['E2E_PORT'] ?? 4180) + 1;
const server = await preview({ root, logLevel: 'error', preview: { host: '127.0.0.1', port } });
const executablePath = findBrowser() ?? undefined;
const browser = await chromium.launch({
  ...(executablePath ? { executablePath } : {}),
  args: ['--no-sandbox', '--enable-unsafe-webgpu'],
});

/** @param {string} name */
const pathOf = (name) => join(root, `e2e/pictures/${name}.png`);

/**
 * @param {import('playwright').BrowserContextOptions} context
 * @param {string} [language]
 */
async function open(context, language = 'en') {
  const page = await browser.newPage({ colorScheme: 'light', locale: 'en-GB', reducedMotion: 'reduce', ...context });
  await page.goto(`${server.resolvedUrls?.local[0]}?lang=${language}`);
  await page.locator('[data-node]').first().waitFor();
  await page.keyboard.press('Escape'); // the first run
  return page;
}

/** @param {Page} page @param {string} title */
const choose = (page, title) =>
  page.getByRole('combobox', { name: 'Towers', exact: true }).selectOption({ label: title });

/** Trains what is drawn for some epochs. @param {Page} page */
async function train(page) {
  await page.getByRole('textbox', { name: /^Batch/ }).fill('64');
  await page.getByRole('combobox', { name: 'Train until' }).selectOption('a number of epochs');
  await page.getByRole('textbox', { name: 'Epochs' }).fill(String(EPOCHS));
  await page.getByRole('group', { name: 'Training' }).getByRole('button', { name: 'Start' }).click();
  await page.getByText(/finished after/).waitFor({ timeout: 600_000 });
}

/** @param {Page} page @param {string} name */
const openTab = (page, name) =>
  page.getByRole('tablist', { name: 'What the run shows' }).getByRole('tab', { name }).click();

/** @param {Locator} element @returns {Promise<Spot>} */
async function middle(element) {
  await element.scrollIntoViewIfNeeded();
  const box = await element.boundingBox();
  if (!box) throw new Error(`${element} is not on the screen`);
  return [box.x + box.width / 2, box.y + box.height / 2];
}

/** @param {Locator} edge @returns {Promise<Spot>} */
const middleOf = (edge) =>
  edge.locator('.edge-reach').evaluate((path) => {
    const curve = /** @type {SVGPathElement} */ (path);
    const { x, y } = curve.getPointAtLength(curve.getTotalLength() / 2);
    const matrix = curve.getScreenCTM();
    if (!matrix) throw new Error('an edge that is not drawn');
    return /** @type {const} */ ([x * matrix.a + matrix.e, y * matrix.d + matrix.f]);
  });

/** Until no picture waits for its data, and nothing glides. @param {Page} page */
async function settled(page) {
  await page.waitForLoadState('networkidle');
  await page.evaluate(async () => {
    const frame = () => new Promise(requestAnimationFrame);
    for (let frames = 0; frames < 20; frames++) await frame();
  });
}

/** Where the pointer is; Chromium does not say. @type {Spot} */
let pointer = [0, 0];

/**
 * The pointer goes there as a hand does, with a picture after each move where one is asked.
 * @param {Page} page @param {Locator | Spot} where @param {(() => Promise<unknown>) | undefined} picture
 */
async function glide(page, where, picture) {
  const from = pointer;
  const to = Array.isArray(where) ? where : await middle(/** @type {Locator} */ (where));
  for (let step = 1; step <= 16; step++) {
    const share = 1 - (1 - step / 16) ** 2;
    pointer = [from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share];
    await page.mouse.move(...pointer);
    await picture?.();
  }
}

/**
 * Holds a block of the shelf over an edge, as far as what is said there.
 * @param {Page} page @param {string} name @param {string} edge words of its label
 * @param {() => Promise<unknown>} [picture]
 */
async function hold(page, name, edge, picture) {
  pointer = await middle(page.locator('.shelf-block').getByText(name, { exact: true }));
  await page.mouse.move(...pointer);
  await picture?.();
  await page.mouse.down();
  await glide(page, await middleOf(page.locator(`.react-flow__edge[aria-label*="${edge}"]`)), picture);
  await page.locator('.ghost').waitFor();
}

/**
 * Of the results alone, from one thing to another.
 * @param {Page} page @param {string} name @param {Locator} last @param {Locator} [first]
 */
async function shootResults(page, name, last, first = page.locator('section.right')) {
  await settled(page);
  const [whole, start, end] = await Promise.all(
    [page.locator('section.right'), first, last].map((one) => one.boundingBox()),
  );
  if (!whole || !start || !end) throw new Error(`${name} has no place on the page`);
  const [top, bottom] = [Math.max(whole.y, start.y - 8), end.y + end.height + 8];
  await page.screenshot({ path: pathOf(name), clip: { ...whole, y: top, height: bottom - top } });
}

/** @param {Locator} element */
const toTop = (element) => element.evaluate((found) => found.scrollIntoView());
/** @param {Page} page */
const shelf = (page) => page.locator('.shelf');
const ONTO = 'Edge from Fields (item-fields)';

/** A gate is dragged onto an edge; then the towers are arranged, and shown in the whole. */
async function dragging() {
  const page = await open({ viewport: { width: 1164, height: 740 }, reducedMotion: 'no-preference' });
  // Costs have changed already: the room that they are said in stays as high as it is.
  await choose(page, 'Classic two towers');
  await page.locator('[data-node="user-fields"]').focus();
  await page.keyboard.press('Delete');
  await toTop(shelf(page));
  await page.mouse.move(700, 200);
  await page.mouse.down();
  await page.mouse.move(440, 200, { steps: 5 });
  await page.mouse.up();
  await page.locator('.notice').waitFor({ state: 'hidden' });
  await settled(page);
  await page.evaluate(() => {
    const arrow = document.createElement('div');
    arrow.style.cssText = 'position:fixed;z-index:9999;pointer-events:none;width:18px;height:18px';
    arrow.innerHTML = '<svg viewBox="0 0 18 18"><path d="M2 1v14l4-4 2 6 2-1-2-5h5z" stroke="#fff"/></svg>';
    document.body.append(arrow);
    addEventListener(
      'pointermove',
      /** @param {PointerEvent} event */
      ({ clientX, clientY }) => {
        arrow.style.translate = `${clientX - 2}px ${clientY - 1}px`;
      },
      { capture: true },
    );
  });
  /** @type {{ png: Buffer, milliseconds: number }[]} */
  const frames = [];
  const picture = async (milliseconds = 50) =>
    void frames.push({ png: await page.screenshot({ clip: { x: 0, y: 0, width: 820, height: 740 } }), milliseconds });
  await hold(page, 'SE gate', ONTO, picture);
  await picture(1200);
  await page.mouse.up();
  for (let n = 0; n < 4; n++) await picture();
  await picture(1500);
  for (const name of ['Arrange', 'Show the whole graph']) {
    await glide(page, page.getByRole('button', { name }), picture);
    await page.mouse.down();
    await page.mouse.up();
    for (let n = 0; n < 5; n++) await picture();
    await picture(800);
  }
  await settled(page);
  await picture(3000);
  writeFileSync(pathOf('dragging'), animatedPng(frames));
  await page.close();
}

/** The whole page while a gate is dragged, and while somebody looks back; curves of two runs, and gates. */
async function lab() {
  const lab = await open({ viewport: WIDE });
  await choose(lab, 'Classic two towers');
  await train(lab);
  await toTop(shelf(lab));
  await hold(lab, 'SE gate', ONTO);
  await settled(lab);
  await lab.screenshot({ path: pathOf('board') });
  await lab.keyboard.press('Escape');
  await lab.mouse.up();

  await choose(lab, 'SENet two towers');
  await train(lab);
  await openTab(lab, 'Runs');
  await lab.getByRole('checkbox', { name: 'In the charts' }).last().check();
  await openTab(lab, 'Retrieval');
  await lab.locator('.ranked li').first().waitFor();
  const hand = lab.getByRole('slider', { name: 'Step shown' });
  await hand.focus();
  for (let n = 0; n < 5; n++) await lab.keyboard.press('ArrowLeft');
  await lab.getByRole('button', { name: 'Show the whole graph' }).click();
  await toTop(lab.locator('.side-panel'));
  await lab.emulateMedia({ colorScheme: 'dark' });
  await settled(lab);
  await lab.screenshot({ path: pathOf('timeline') });
  await lab.getByRole('button', { name: 'Live' }).click();

  await lab.setViewportSize({ width: 860, height: 1900 });
  await lab.locator('nav.panes').getByRole('button').nth(2).click();
  await openTab(lab, 'Curves');
  await shootResults(lab, 'curves', lab.locator('section.right .figure').nth(2));
  await lab.emulateMedia({ colorScheme: 'light' });
  await openTab(lab, 'Inside');
  await shootResults(lab, 'inside', lab.locator('section.right .probe').nth(2));
}

/** What a person is shown, why, and by which interest. */
async function why() {
  const page = await open({ viewport: { width: 860, height: 2400 } });
  const panes = page.locator('nav.panes').getByRole('button');
  await panes.nth(1).click();
  await choose(page, 'MIND');
  await train(page);
  await panes.nth(2).click();
  await openTab(page, 'Retrieval');
  await page.getByRole('button', { name: /^Why / }).first().click();
  await page.getByRole('combobox', { name: 'Split the score by' }).selectOption('Past events', { timeout: 120_000 });
  await page.getByText(/^Most for it: /).waitFor({ timeout: 120_000 });
  await page.locator('.interest-cards').getByRole('article').first().waitFor();
  const list = page.getByRole('group', { name: 'Towers', exact: true });
  await shootResults(page, 'why', page.locator('.interest-cards'), list);
  await page.close();
}

/** The outline of the towers. */
async function phone() {
  const phone = await open(
    {
      viewport: { width: 390, height: 844 },
      isMobile: true,
      hasTouch: true,
      colorScheme: 'dark',
      deviceScaleFactor: 2,
    },
    'zh',
  );
  await phone.locator('nav.panes').getByRole('button').nth(1).tap();
  await toTop(phone.locator('[data-outline]').first().locator('xpath=ancestor::section[1]'));
  await settled(phone);
  await phone.screenshot({ path: pathOf('phone') });
}

const scenes = { dragging, lab, why, phone };
const asked = process.argv.slice(2);
for (const [name, take] of Object.entries(scenes)) if (asked.length === 0 || asked.includes(name)) await take();
await browser.close();
await server.close();
