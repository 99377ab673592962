/** axe on the states of the board, of its shelf and of drags. */
import { openLab } from './actions';
import { node } from './drawing';
import { expect, expectAccessible, test } from './lab';
import { hold, middle } from './mouse';

for (const [language, colorScheme] of [
  ['en', 'light'],
  ['zh', 'dark'],
] as const) {
  test(`the board is accessible folded and open, alone, with an empty shelf, picked nodes and a refusal (${language}, ${colorScheme})`, async ({
    page,
  }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await openLab(page, `?lang=${language}`);
    // Of these towers channels fold, and runs of blocks beside them.
    await page.locator('.side-panel select').first().selectOption('parallel');
    await expect(page.locator('.board .fold.unfold').first()).toBeVisible();
    await page.locator('.shelf input').fill('zzz');
    await expect(page.locator('.shelf-block')).toHaveCount(0);
    await expectAccessible(page, 'all groups folded, the shelf filtered to nothing');

    const port = (id: string, end: 'inputs' | 'outputs') =>
      page.locator(`.react-flow__node[data-id="${id}"] .port.${end}`).first();
    await hold(page, await middle(port('match', 'outputs')), await middle(port('match', 'inputs')));
    await expect(page.locator('.ghost .refusal')).toBeVisible();
    await expectAccessible(page, 'a drag over what refuses it');
    await page.mouse.up();

    await page.locator('[data-outline]').first().focus();
    await page.keyboard.press('ControlOrMeta+a');
    await node(page, 'match').focus();
    await page.keyboard.press('Shift+e');
    await expect(page.locator('.board .fold.unfold')).toHaveCount(0);
    await expect(page.locator('.board .node.picked').nth(3)).toBeVisible();
    await expectAccessible(page, 'all groups open, all nodes picked');

    await page.keyboard.press('Escape');
    await node(page, 'match').focus();
    await page.keyboard.press('f');
    await expect(page.locator('.app')).toHaveClass(/projector/);
    await expectAccessible(page, 'the board alone');
  });
}
