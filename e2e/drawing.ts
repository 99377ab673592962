/** What a person does to the drawing, by keys and menus alone. */
import { expect, type Page } from './lab';

export const node = (page: Page, id: string) => page.locator(`[data-node="${id}"]`);
/** What was done last, as it stands on the screen. */
export const notice = (page: Page) => page.locator('.notice');

/** Shows every node in place, also those that are folded into others. */
export const openGroups = (page: Page) =>
  page.getByRole('button', { name: /^(Open or fold all groups|展开或折叠全部模块组)/ }).click();

const chooser = (page: Page) => page.getByRole('dialog');

/** Adds a block around a node: the place as the palette offers it, the block by typing. */
export async function addAt(page: Page, id: string, place: string, block: string): Promise<void> {
  await node(page, id).focus();
  await page.keyboard.press('a');
  await chooser(page).getByRole('combobox', { name: 'Where' }).selectOption({ label: place });
  await chooser(page).getByRole('combobox', { name: 'Search' }).fill(block);
  await expect(chooser(page).getByRole('option', { selected: true, name: block })).toBeVisible();
  await chooser(page).getByRole('combobox', { name: 'Search' }).press('Enter');
  await expect(chooser(page)).toBeHidden();
}

/** Opens a node's menu by its key and takes an action. */
export async function act(page: Page, id: string, action: string): Promise<void> {
  await node(page, id).focus();
  await take(page, action);
}

/** The same at the node that has the focus. */
export async function take(page: Page, action: string): Promise<void> {
  await page.keyboard.press('m');
  const item = page.getByRole('menuitem', { name: action });
  const focused = page.locator('[role=menuitem]:focus');
  await expect(item).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await expect(focused).toHaveCount(1);
  while (!(await item.evaluate((element) => element === document.activeElement))) {
    // The menu moves its focus a moment after the key.
    const at = await focused.getAttribute('data-action');
    await page.keyboard.press('ArrowDown');
    await expect(focused).not.toHaveAttribute('data-action', at ?? '');
  }
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menu')).toBeHidden();
}
