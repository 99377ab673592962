/** All that a mouse drags on the towers, done by keys alone. */
import type { Locator } from 'playwright/test';
import { openLab } from './actions';
import { node, notice, take } from './drawing';
import { FIELDS, gatedChannels, wiredOn } from './gated-channels';
import { expect, test, type Page } from './lab';

const undo = (page: Page) => page.getByRole('banner').getByRole('button', { name: 'Undo' });
const redo = (page: Page) => page.getByRole('banner').getByRole('button', { name: 'Redo' });
const outlined = (page: Page, id: string) => page.locator(`[data-outline="${id}"]`);

async function press(page: Page, ...keys: string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

/** Presses a key until something has the focus. */
async function pressTo(page: Page, key: string, target: Locator): Promise<void> {
  const isThere = (): Promise<boolean> => target.evaluate((element) => element === document.activeElement);
  for (let i = 0; i < 90 && !(await isThere()); i++) await page.keyboard.press(key);
  await expect(target).toBeFocused();
}

/** Types in the dialog that is open until the choice that is meant is the current one, and takes it. */
async function pick(page: Page, typed: string, choice: string): Promise<void> {
  await expect(page.getByRole('dialog').getByRole('combobox', { name: 'Search' })).toBeFocused();
  await page.keyboard.type(typed);
  await expect(page.getByRole('dialog').locator('.choice[aria-selected=true]')).toContainText(choice);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toBeHidden();
}

/** From the settings of what was added last back to the node. */
async function toNode(page: Page, id: string): Promise<void> {
  await expect(page.locator('.node-id code')).toHaveText(id);
  await expect(page.locator('.inspector h2')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(node(page, id)).toBeFocused();
}

/** A block of the shelf, found by typing, and the place that its list offers. */
async function fromShelf(page: Page, block: string, place: string, title: string): Promise<void> {
  // Where the settings of a node are open, the way back stands before them.
  if (await page.locator('.inspector').isVisible()) {
    await pressTo(page, 'Shift+Tab', page.getByRole('button', { name: 'Back to the outline' }));
    await page.keyboard.press('Enter');
  }
  await pressTo(page, 'Tab', page.getByRole('searchbox'));
  await page.keyboard.type(block);
  await page.keyboard.press('Tab');
  await pressTo(page, 'ArrowRight', page.locator('.shelf-block').getByText(block, { exact: true }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: `Add ${block}` })).toBeVisible();
  await pick(page, place, title);
}

/** A block at the node that has the focus. */
async function addHere(page: Page, block: string): Promise<void> {
  await page.keyboard.press('a');
  await pick(page, block, block);
}

async function buildTower(page: Page, side: 'user' | 'item'): Promise<void> {
  const id = (name: string): string => `${side}-${name}`;
  await fromShelf(page, 'Fields', `in the ${side} tower`, 'connected to what is nearest');
  await toNode(page, id('fields'));
  for (const field of FIELDS[side]) {
    await take(page, 'Add a field…');
    await pick(page, field, field);
    await expect(notice(page)).toContainText(`“${field}” added to Fields`);
    await expect(node(page, id('fields'))).toBeFocused();
  }
  await page.keyboard.press('Enter');
  await fromShelf(page, 'SE gate', `after ${id('fields')}`, 'after Fields');
  await toNode(page, id('senet'));
  await addHere(page, 'Concat');
  await toNode(page, id('concat'));
  await page.keyboard.press('c');
  await pick(page, 'match', 'Match');
  await expect(node(page, id('concat'))).toBeFocused();
  await page.keyboard.press('Enter');
  await fromShelf(page, 'MLP', `between ${id('concat')}`, 'Match');
  await toNode(page, id('mlp'));
  await addHere(page, 'Attention fusion');
  await toNode(page, id('attention-fusion'));
  await page.keyboard.press('Enter');
  await fromShelf(page, 'Cross network (DCN)', `parallel behind ${id('mlp')}`, 'behind it in Attention fusion');
  await expect(notice(page)).toContainText('added parallel to MLP');
  await toNode(page, id('dcn'));
  await addHere(page, 'MLP');
  await toNode(page, id('mlp-2'));
  await page.keyboard.press('Enter');
}

test('SE gate, parallel channels and a fusion, from an empty board by keys alone; all the way back and on again', async ({
  page,
}) => {
  await openLab(page);
  const before = await wiredOn(page);
  await pressTo(page, 'Shift+Tab', page.getByRole('button', { name: 'Empty board' }));
  await page.keyboard.press('Enter');
  await expect(page.locator('.board [data-node]')).toHaveCount(0);
  await fromShelf(page, 'Match', 'at the match', 'at the match');
  await fromShelf(page, 'In-batch softmax', 'after match', 'after Match');
  for (const side of ['user', 'item'] as const) await buildTower(page, side);
  await expect(page.locator('.drawing-bar')).not.toContainText('problem');
  await press(page, 'Escape', 'Escape');
  expect(await wiredOn(page)).toEqual(gatedChannels);

  while (await undo(page).isEnabled()) await press(page, 'ControlOrMeta+z');
  expect(await wiredOn(page)).toEqual(before);
  while (await redo(page).isEnabled()) await press(page, 'ControlOrMeta+y');
  expect(await wiredOn(page)).toEqual(gatedChannels);
});

test('by keys alone an edge is cut and led elsewhere, channels change places, a field moves, and picked nodes are moved, copied, pasted and removed', async ({
  page,
}) => {
  await openLab(page);
  const before = await wiredOn(page);
  const bar = page.locator('.drawing-bar');
  const settingsOf = async (id: string) => {
    await press(page, 'Home');
    await pressTo(page, 'ArrowDown', outlined(page, id));
    await page.keyboard.press('Enter');
    await expect(page.locator('.inspector h2')).toBeFocused();
  };
  /** The tree has one tab stop: from the node of the board back to the outline. */
  const toOutline = async () => {
    await press(page, 'Escape');
    await pressTo(page, 'Shift+Tab', page.locator('[data-outline][tabindex="0"]'));
  };

  // An end is taken off an edge, put back, and led to another input.
  await settingsOf('user-mix');
  const ends = page.getByRole('button', { name: 'Reconnect Concat (user-base)…' });
  await pressTo(page, 'Tab', ends);
  await page.keyboard.press('Enter');
  await pick(page, 'disconnect', 'disconnect');
  await expect(notice(page)).toContainText('Concat (user-base) disconnected from Mix (user-mix)');
  await expect(node(page, 'user-mix')).toBeFocused();
  await press(page, 'ControlOrMeta+z', 'Enter');
  await pressTo(page, 'Tab', ends);
  await page.keyboard.press('Enter');
  await pick(page, 'to match', 'to Match');
  await expect(notice(page)).toContainText('Concat (user-base) connected to Match instead of Mix (user-mix)');
  await press(page, 'ControlOrMeta+z');

  // Parts of a concatenation are its channels.
  await toOutline();
  await settingsOf('item-id');
  await press(page, 'Escape');
  await expect(node(page, 'item-id')).toBeFocused();
  const order = node(page, 'item-base').locator('.node-line');
  const was = await order.innerText();
  await take(page, 'Move channel later');
  await expect(notice(page)).toContainText('moved to position 2 of 2');
  await expect(order).not.toHaveText(was);
  await expect(node(page, 'item-id')).toBeFocused();

  // A field goes from one node of its side to another.
  await press(page, 'Escape');
  await pressTo(page, 'Shift+Tab', page.locator('[data-outline][tabindex="0"]'));
  await settingsOf('item-fields');
  await press(page, 'Escape');
  await expect(node(page, 'item-fields')).toBeFocused();
  await take(page, 'Move a field…');
  await pick(page, 'subject item-id', 'item-id');
  await expect(notice(page)).toContainText('“subject” moved from Fields (item-fields) to Fields (item-id)');
  await press(page, 'ControlOrMeta+z', 'ControlOrMeta+z');
  await toOutline();
  expect(await wiredOn(page)).toEqual(before);

  // Two nodes, and what they move by in one step each.
  const [a, b] = [node(page, 'item-id'), node(page, 'item-fields')];
  const places = async () => Promise.all([a, b].map(async (one) => (await one.boundingBox())!));
  await press(page, 'Home');
  await pressTo(page, 'ArrowDown', outlined(page, 'item-id'));
  await press(page, 'ControlOrMeta+Space');
  await pressTo(page, 'ArrowDown', outlined(page, 'item-fields'));
  await press(page, 'ControlOrMeta+Space');
  await expect(page.locator('.node.picked')).toHaveCount(2);
  // The first press leaves every node where the board has drawn it.
  const from = await places();
  await press(page, 'Alt+ArrowRight', 'Alt+ArrowRight', 'Alt+ArrowDown');
  await expect(notice(page)).toContainText('2 nodes moved');
  const to = await places();
  for (const at of [0, 1]) {
    const [dx, dy] = [to[at]!.x - from[at]!.x, to[at]!.y - from[at]!.y];
    expect(dx).toBeGreaterThan(30);
    // Places are whole pixels once they are a person’s own.
    expect(Math.abs(dx - 2 * dy)).toBeLessThan(2);
  }
  await press(page, 'ControlOrMeta+z', 'ControlOrMeta+z', 'ControlOrMeta+z');
  await expect(undo(page)).toBeDisabled();
  const columns = (boxes: typeof from) => boxes.map(({ x }) => Math.round(x));
  await expect.poll(async () => columns(await places()), 'they glide back').toEqual(columns(from));

  await expect(page.locator('[data-outline][aria-selected=true]')).toHaveCount(2);
  await press(page, 'ControlOrMeta+c');
  await expect(notice(page)).toContainText('2 nodes copied to the clipboard');
  await press(page, 'ControlOrMeta+v');
  await expect(notice(page)).toContainText('2 nodes pasted');
  await expect(page.locator('.node.picked')).toHaveCount(2);
  await expect(node(page, 'item-id-2')).toHaveClass(/picked/);
  await press(page, 'Delete');
  await expect(notice(page)).toContainText('2 nodes removed');
  await expect(node(page, 'item-id-2')).toHaveCount(0);
  expect(await wiredOn(page)).toEqual(before);
  await expect(bar).not.toContainText('problem');
});
