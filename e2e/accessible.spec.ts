/**
 * axe on every screen, in both languages and both themes, one with one: colours know no language. The screens are
 * reached by keys, which no language changes.
 */
import { atRest, dataButton, openLab, setBatchByPlace } from './actions';
import { cutIn, sidewaysScroll } from './fits';
import { expect, expectAccessible, test, watchMotion, type Page } from './lab';
import { csv, lendings } from './library-log';

/** What opens over the page, beside data and help: by keys and places, which no language changes. */
const OVERLAYS: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  'my towers': (page) => page.keyboard.press('s'),
  sharing: (page) =>
    page
      .getByRole('banner')
      .getByRole('button', { name: /Share|分享/ })
      .click(),
  'gallery of towers': (page) =>
    page.locator('.side-panel section.form').first().locator('button.quiet').last().click(),
  'table of runs': (page) => page.locator('.runs > .run-tools button').first().click(),
  sweep: (page) => page.locator('.runs > .run-tools button').last().click(),
  costs: (page) => page.locator('.footer button').click(),
  exports: (page) => page.locator('.header [aria-haspopup=menu]').click(),
  'where a block goes': (page) => page.locator('.shelf-block').first().click(),
};
const OVERLAY = '[role=dialog], [role=menu]';
/** A window of 1440 pixels at a zoom of 200 %, and the column of WCAG 1.4.10. */
const NARROW = [
  { width: 720, height: 450 },
  { width: 320, height: 640 },
];

/** In reach at every width: within the screen, nothing cut off, nothing to scroll sideways for. */
async function expectFits(page: Page, name: string): Promise<void> {
  for (const size of NARROW) {
    await page.setViewportSize(size);
    const at = `${name} at ${size.width} px`;
    await expect.poll(() => sidewaysScroll(page), at).toBeLessThanOrEqual(0);
    const inside = async (): Promise<boolean> => {
      const { x, y, width, height } = (await page.locator(OVERLAY).boundingBox())!;
      return x >= 0 && y >= 0 && x + width <= size.width && y + height <= size.height;
    };
    await expect.poll(inside, `${at} is in the window`).toBe(true);
    await expect.poll(() => cutIn(page.locator(OVERLAY)), at).toEqual([]);
  }
  await page.setViewportSize({ width: 1440, height: 900 });
}

for (const [language, colorScheme] of [
  ['en', 'light'],
  ['zh', 'dark'],
] as const) {
  test(`every screen is accessible (${language}, ${colorScheme})`, async ({ page }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const moved = await watchMotion(page);
    await openLab(page, `?lang=${language}`);
    await expect(page.locator('html')).toHaveAttribute('lang', language === 'zh' ? 'zh-CN' : 'en');
    await expectAccessible(page, 'towers, outline and empty curves');

    await setBatchByPlace(page, 32);
    await dataButton(page).focus();
    await page.keyboard.press('n');
    await atRest(page);
    for (const [key, name] of [
      ['1', 'curves'],
      ['2', 'inside'],
      ['3', 'result'],
      ['4', 'retrieval'],
      ['5', 'data'],
      ['7', 'map'],
      // Last: what opens over the page is opened from here.
      ['6', 'runs and equal budget'],
    ] as const) {
      await page.keyboard.press(key);
      if (name === 'map') await expect(page.getByRole('tabpanel').locator('canvas')).toBeVisible();
      if (name === 'retrieval') await expect(page.locator('.ranked').first()).toBeVisible();
      await expectAccessible(page, name);
    }

    for (const [name, open] of Object.entries(OVERLAYS)) {
      await open(page);
      await expect(page.locator(OVERLAY), name).toBeVisible();
      await expectAccessible(page, name, OVERLAY);
      await expectFits(page, name);
      await page.keyboard.press('Escape');
      await expect(page.locator(OVERLAY), name).toBeHidden();
    }

    // Where colours are forced, what is on is told from what is off by a line or a ground of the system's colours.
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce', forcedColors: 'active' });
    const tab = (state: string) => page.locator(`.right .tab-list [data-state=${state}]`).first();
    const line = await tab('active').evaluate((element) => getComputedStyle(element).borderBottomColor);
    await expect(tab('inactive')).not.toHaveCSS('border-bottom-color', line);
    const ground = await page.locator('.timeline').evaluate((element) => getComputedStyle(element).backgroundColor);
    await expect(page.locator('.timeline [aria-pressed=true]')).not.toHaveCSS('background-color', ground);
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce', forcedColors: 'none' });

    await page.keyboard.press('g');
    await page.keyboard.press('Enter');
    await expect(page.locator('.inspector, [data-inspector]').first()).toBeVisible();
    await expectAccessible(page, 'inspector');
    await page.keyboard.press('Escape');

    await page.keyboard.press('?');
    await expect(page.getByRole('dialog')).toBeVisible();
    await expectAccessible(page, 'keys');
    await page.keyboard.press('Escape');

    await dataButton(page).click();
    await expectAccessible(page, 'worlds');
    await page.getByRole('dialog').getByRole('tab').last().click();
    await expectAccessible(page, 'upload, empty');
    const { log, books } = lendings();
    await page.getByTestId('file-log').setInputFiles(csv('lendings.csv', log));
    await page.getByTestId('file-items').setInputFiles(csv('books.csv', books));
    await expect(page.getByRole('dialog').locator('.columns')).toHaveCount(2);
    await expectAccessible(page, 'upload, with columns');
    expect(await moved(), 'where people ask for less motion').toEqual([]);
    // A bar of unknown length moves as soon as nobody asks for less.
    await page.evaluate(() => document.body.insertAdjacentHTML('beforeend', '<i class="bar busy"><i></i></i>'));
    await page.emulateMedia({ colorScheme, reducedMotion: 'no-preference' });
    await expect.poll(moved).toEqual(['animationstart of : busy']);
  });
}
