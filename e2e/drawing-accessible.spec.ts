/**
 * axe on the palette, the menus and the forms of the drawing, in both languages, themes and widths; and what they say
 * of a graph that is not whole.
 */
import { openLab } from './actions';
import { node, openGroups } from './drawing';
import { expect, expectAccessible, test, type Page } from './lab';

/** Menus and dialogs are reached by keys, which no language changes. */
async function everyDialog(page: Page): Promise<void> {
  await node(page, 'item-fields').focus();
  await page.keyboard.press('m');
  await expect(page.getByRole('menu')).toBeVisible();
  await expectAccessible(page, 'menu of a node');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menu')).toBeHidden();
  await expect(node(page, 'item-fields'), 'the focus comes back').toBeFocused();
  for (const [key, id, name] of [
    ['a', 'item-fields', 'palette'],
    ['c', 'user-base', 'connect output'],
    ['i', 'user-base', 'connect input'],
    ['F2', 'user-base', 'rename'],
  ] as const) {
    await node(page, id).focus();
    await page.keyboard.press(key);
    await expect(page.getByRole('dialog')).toBeVisible();
    await expectAccessible(page, name);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toBeHidden();
    await expect(node(page, id)).toBeFocused();
  }
}

for (const [language, colorScheme] of [
  ['en', 'light'],
  ['zh', 'dark'],
] as const) {
  test(`drawing is accessible, and says what is wrong where it is wrong (${language}, ${colorScheme})`, async ({
    page,
  }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await openLab(page, `?lang=${language}`);
    await openGroups(page);
    await everyDialog(page);

    // Without the MLP the path closes; without the concatenation above the match has nothing on one side.
    await node(page, 'user-dropout').focus();
    await page.keyboard.press('Delete');
    await expect(node(page, 'user-dropout')).toBeHidden();
    await expect(node(page, 'user-mlp'), 'the focus goes on along the path').toBeFocused();
    await expect(page.locator('.drawing-bar .wrong')).toBeHidden();
    await node(page, 'match').focus();
    await page.keyboard.press('Shift+Delete');
    await expect(page.locator('.drawing-bar .wrong')).toBeVisible();
    await page.locator('.drawing-bar .wrong').click();
    await expectAccessible(page, 'problems, the notice and what the drawing changes');
    // A jump to the node that misses its input, and the way back through the history.
    await page.locator('.problem-list button').first().click();
    await expect(page.locator('.inspector h2')).toBeFocused();
    await expectAccessible(page, 'a node with a problem');
    await page.keyboard.press('ControlOrMeta+z');
    await expect(page.locator('.drawing-bar .wrong')).toBeHidden();
    await page.keyboard.press('ControlOrMeta+z');
    await expect(node(page, 'user-dropout')).toBeVisible();

    await node(page, 'item-fields').focus();
    await page.keyboard.press('Enter');
    await page.locator('.tables summary').click();
    await expectAccessible(page, 'tables and connections');
    await page.locator('.footer button').click();
    await expectAccessible(page, 'costs');
    await page.keyboard.press('Escape');

    // An objective found from a place where it does not fit, its warning, and two stages.
    await node(page, 'user-mix').focus();
    await page.keyboard.press('a');
    await page.keyboard.type('triplet');
    await expect(page.locator('.choice[aria-selected=true]')).toHaveAttribute('data-choice', 'triplet');
    await expectAccessible(page, 'a block that fits elsewhere');
    await page.keyboard.press('Enter');
    // One output fits its input: the problem offers it.
    await page.locator('.inspector .fix').click();
    await expect(page.locator('.drawing-bar :is(.wrong, .warn)')).toBeHidden();
    await page.locator('.inspector select').nth(2).selectOption('hardest');
    await expect(page.locator('.drawing-bar .warn')).toBeVisible();
    await page.locator('.inspector .back').click();
    await page.locator('.side-panel section.form').last().locator(':scope > button').click();
    await expect(page.locator('.stage')).toHaveCount(2);
    await page.locator('.drawing-bar .warn').click();
    await expectAccessible(page, 'stages and warnings');
  });
}

test.describe('at a phone’s width', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

  test('a block is added, connected and removed by tapping', async ({ page }) => {
    await openLab(page);
    await page.getByRole('button', { name: 'Show the whole graph' }).tap();
    await node(page, 'item-fields').tap();
    await page.getByRole('button', { name: 'Actions for Fields (item-fields)' }).last().tap();
    await page.getByRole('menuitem', { name: 'Add a block here…' }).tap();
    await page.getByRole('option', { name: /^SE gate/ }).tap();
    await expect(page.locator('.node-id code')).toHaveText('item-senet');
    await page.getByRole('button', { name: 'Connect “fields”…' }).tap();
    await page.getByRole('option', { name: /^Fields \(item-id\)/ }).tap();
    await expect(page.locator('.notice')).toHaveText(
      /Fields \(item-id\) connected to SE gate, replacing Fields \(item-fields\)\./,
    );
    await expectAccessible(page, 'settings of a node');
    const dialog = page.getByRole('dialog');
    await page.getByRole('navigation').getByRole('button', { name: 'Towers' }).tap();
    await page.getByRole('button', { name: 'Actions for SE gate' }).first().tap();
    await page.getByRole('menuitem', { name: 'Remove' }).tap();
    await expect(node(page, 'item-senet')).toBeHidden();
    await page.locator('.notice').getByRole('button', { name: 'Undo' }).tap();
    await expect(node(page, 'item-senet')).toBeVisible();
    await page.getByRole('button', { name: 'Add a block' }).first().tap();
    await expectAccessible(page, 'palette');
    const box = await dialog.boundingBox();
    expect([box!.x, box!.x + box!.width]).toEqual([0, 390]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  });
});
