/** The towers in the outline of a phone, by touch alone; and how large what is touched is. */
import { openLab } from './actions';
import { node } from './drawing';
import { FIELDS, gatedChannels, wiredOn } from './gated-channels';
import { expect, test, type Page } from './lab';

const phone = { width: 390, height: 844 };
const pane = (page: Page, name: 'Towers' | 'Settings') =>
  page.getByRole('navigation', { name: 'Parts of the lab' }).getByRole('button', { name });
const dialog = (page: Page) => page.getByRole('dialog');

/** Back to the outline, where the settings of a node are open. */
async function toOutline(page: Page): Promise<void> {
  const back = page.getByRole('button', { name: 'Back to the outline' });
  if (await back.isVisible()) await back.tap();
  await expect(page.locator('[data-outline]').or(page.locator('.shelf')).first()).toBeVisible();
}

async function settingsOf(page: Page, id: string): Promise<void> {
  await toOutline(page);
  await page.locator(`[data-outline="${id}"]`).tap();
  await expect(page.locator('.node-id code')).toHaveText(id);
}

/** Takes a choice of the open dialog by its words, of a group where others have the same. */
async function choose(page: Page, words: string | RegExp, group?: string): Promise<void> {
  const within = group === undefined ? dialog(page) : dialog(page).getByRole('group', { name: group });
  await within.getByRole('option').filter({ hasText: words }).first().tap();
  await expect(dialog(page)).toBeHidden();
}

/** A block of the shelf at a place of its list; then the settings of the new node are open. */
async function fromShelf(page: Page, block: string, place: string | RegExp, id: string, group?: string): Promise<void> {
  await toOutline(page);
  await page.locator('.shelf-block').getByText(block, { exact: true }).tap();
  await choose(page, place, group);
  await expect(page.locator('.node-id code')).toHaveText(id);
}

async function buildTower(page: Page, side: 'user' | 'item'): Promise<void> {
  const id = (name: string): string => `${side}-${name}`;
  const tower = `${side} tower`;
  await fromShelf(page, 'Fields', `in the ${side} tower`, id('fields'));
  for (const field of FIELDS[side]) {
    await page.getByRole('button', { name: /^Actions for/ }).tap();
    await page.getByRole('menuitem', { name: 'Add a field…' }).tap();
    await choose(page, field);
  }
  await fromShelf(page, 'SE gate', /^after Fields/, id('senet'), tower);
  await fromShelf(page, 'Concat', /^after SE gate/, id('concat'), tower);
  await page.getByRole('button', { name: 'Connect output to…' }).tap();
  await choose(page, /^Match/);
  await fromShelf(page, 'MLP', /^between Concat.* and Match/, id('mlp'), tower);
  await fromShelf(page, 'Attention fusion', /^between MLP.* and Match/, id('attention-fusion'), tower);
  await fromShelf(page, 'Cross network (DCN)', /^parallel to MLP.*, behind it/, id('dcn'), tower);
  await fromShelf(page, 'MLP', /^between Cross network/, id('mlp-2'), tower);
}

test.describe('on a phone', () => {
  test.use({ viewport: phone, hasTouch: true, isMobile: true });

  test('SE gate, parallel channels and a fusion, from an empty board in the outline by touch alone', async ({
    page,
  }) => {
    await openLab(page);
    await pane(page, 'Settings').tap();
    await page.getByRole('button', { name: 'Empty board' }).tap();
    await expect(page.locator('[data-outline]')).toHaveCount(0);
    await fromShelf(page, 'Match', 'at the match', 'match');
    await fromShelf(page, 'In-batch softmax', /^after Match/, 'in-batch-softmax');
    for (const side of ['user', 'item'] as const) await buildTower(page, side);
    await toOutline(page);
    expect(await wiredOn(page)).toEqual(gatedChannels);

    // The order of channels, and back by the button over the towers.
    await settingsOf(page, 'item-attention-fusion');
    await page.getByRole('button', { name: /^Move MLP \(item-mlp\) down$/ }).tap();
    await toOutline(page);
    expect((await wiredOn(page))['item-attention-fusion']).toBe('attention-fusion reads item-mlp-2, item-mlp');
    await pane(page, 'Towers').tap();
    await page.locator('.drawing-bar').getByRole('button', { name: 'Undo' }).tap();
    await pane(page, 'Settings').tap();
    expect(await wiredOn(page)).toEqual(gatedChannels);
  });
});

interface Target {
  name: string;
  width: number;
  height: number;
}

/**
 * What can be pressed in a part of the page and is seen, by the size in which it is drawn. Ports count where they are
 * meant for a finger: higher ones would lie over the ends of edges, and a mouse has the settings of the node instead.
 */
const targetsIn = (page: Page, part: string): Promise<Target[]> =>
  page
    .locator(part)
    .locator('button, select, summary, input, [role=treeitem], [role=menuitem], [role=option], .port, .channel-grip')
    .evaluateAll((elements) =>
      elements.flatMap((element) => {
        const style = getComputedStyle(element);
        if (!element.checkVisibility({ visibilityProperty: true }) || style.pointerEvents === 'none') return [];
        if (element.matches('.port') && matchMedia('(pointer: fine)').matches) return [];
        // A label is pressed with its box.
        const label = element.matches('[type=checkbox], [type=radio]') ? element.closest('label') : null;
        const { width, height } = (label ?? element).getBoundingClientRect();
        const words = element.getAttribute('aria-label') ?? element.textContent;
        return [{ name: `${element.tagName}.${element.className} “${words.slice(0, 40)}”`, width, height }];
      }),
    );

async function expectLarge(page: Page, part: string, least: number): Promise<void> {
  const targets = await targetsIn(page, part);
  expect(targets.length, part).toBeGreaterThan(2);
  const small = targets.filter(({ width, height }) => Math.min(width, height) < least - 0.5);
  expect
    .soft(
      small.map(({ name, width, height }) => `${name}: ${Math.round(width)} x ${Math.round(height)}`),
      `${part}: smaller than ${least}`,
    )
    .toEqual([]);
}

for (const { pointer, least, ...use } of [
  { pointer: 'coarse', least: 40, viewport: phone, hasTouch: true, isMobile: true },
  { pointer: 'fine', least: 24, viewport: { width: 1440, height: 900 }, hasTouch: false, isMobile: false },
] as const) {
  test.describe(`a ${pointer} pointer`, () => {
    test.use(use);

    test(`meets targets of at least ${least} pixels on the board and in the outline`, async ({ page }) => {
      await openLab(page);
      expect(await page.evaluate((query) => matchMedia(query).matches, `(pointer: ${pointer})`)).toBe(true);
      const press = (name: string) => page.getByRole('button', { name }).click();
      await press('Open or fold all groups');
      await expectLarge(page, '.towers', least);
      await press('Open or fold all groups');
      await expectLarge(page, '.towers', least);
      if (use.isMobile) await pane(page, 'Settings').tap();
      await expectLarge(page, '.side-panel', least);
      // A node with channels, fields and tables.
      for (const id of ['item-base', 'item-fields', 'item-mlp']) {
        await page.locator(`[data-outline="${id}"]`).click();
        await expect(page.locator('.node-id code')).toHaveText(id);
        for (const closed of await page.locator('.side-panel summary').all()) await closed.click();
        await expectLarge(page, '.side-panel', least);
        await page
          .getByRole('button', { name: /^Actions for/ })
          .first()
          .click();
        await expectLarge(page, '.node-menu', least);
        await page.keyboard.press('Escape');
        // What is selected shows its ports.
        if (use.isMobile) {
          await pane(page, 'Towers').tap();
          await expectLarge(page, '.towers', least);
          await pane(page, 'Settings').tap();
        } else {
          await node(page, 'match').hover();
          await expectLarge(page, '.towers', least);
        }
        await page.getByRole('button', { name: 'Back to the outline' }).click();
      }
    });
  });
}
