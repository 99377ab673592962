/**
 * Every panel in every state, in both themes and languages: nothing fails, axe finds nothing, nothing is wider than the
 * screen, and no text is cut without a way to read it.
 */
import { readdirSync } from 'node:fs';
import { statesOf } from '../src/ui/gallery/scene';
import { cutIn, sidewaysScroll } from './fits';
import { expect, expectAccessible, test, type Page } from './lab';

const folder = new URL('../src/ui/panels/', import.meta.url);
/** Each panel, and what it shows of other towers. */
const scenes = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .flatMap(({ name }) =>
    readdirSync(new URL(name, folder)).flatMap((file) => {
      const [, what] = /^gallery(.*)\.ts$/.exec(file) ?? [];
      return what === undefined ? [] : [name + what];
    }),
  );
const WIDTHS = [1440, 390, 320];

/** The state stands, and is painted. */
async function expectStanding(page: Page): Promise<void> {
  await expect(page.locator('.gallery-panel[aria-busy=false]')).toHaveCount(1);
  await expect(page.locator('.gallery-panel').locator('.figure, .waiting, .picker, ol').first()).toBeVisible();
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}

test('what a panel says of its tables wins over what is said of all, as on the page', async ({ page }) => {
  await page.goto('./?panel=result&state=finished');
  await expectStanding(page);
  const table = page.locator('.scroll', { has: page.locator('table.result') }).first();
  expect(await table.evaluate((all) => all.scrollHeight - all.clientHeight), 'rows out of sight').toBe(0);
});

for (const [language, theme] of [
  ['en', 'light'],
  ['zh', 'dark'],
] as const)
  for (const scene of scenes)
    test(`${scene} can be read in every state (${language}, ${theme})`, async ({ page }) => {
      for (const state of statesOf(scene)) {
        await page.setViewportSize({ width: WIDTHS[0]!, height: 900 });
        await page.goto(`./?lang=${language}&theme=${theme}&panel=${scene}&state=${state}`);
        await expectStanding(page);
        await expectAccessible(page, state);
        const shown = page.locator('.gallery-panel');
        await expect(shown.locator(':is(h1, h2, h3) button'), 'headings are text alone').toHaveCount(0);
        expect(await shown.innerText(), 'no sentence is empty').not.toMatch(/[.。]\s*[.。](?![.。])/);
        for (const width of WIDTHS) {
          await page.setViewportSize({ width, height: 900 });
          // Charts follow a new width a frame later.
          await expect.poll(() => sidewaysScroll(page), `${state} fits ${width} px`).toBeLessThanOrEqual(0);
          await expect.poll(() => cutIn(shown), `${state} at ${width} px`).toEqual([]);
        }
      }
    });
