/** The towers, built and changed with a mouse alone: every drag, what refuses it, and the way back. */
import { atRest, openLab, openTab, setBatch, transport } from './actions';
import { node, notice } from './drawing';
import { gatedChannels, wiredOn } from './gated-channels';
import { expect, test, type Page } from './lab';
import { block, chip, drag, edge, hold, middle, pointOf, rightOf, settled, unused, type Spot } from './mouse';

const control = (page: Page, name: string) =>
  page.getByRole('group', { name: 'View of the graph' }).getByRole('button', { name });
const look = async (page: Page, name: string): Promise<void> => {
  await control(page, name).click();
  await settled(page);
};
const undo = (page: Page) => page.getByRole('banner').getByRole('button', { name: 'Undo' });
const redo = (page: Page) => page.getByRole('banner').getByRole('button', { name: 'Redo' });
/** Of the outline, which shows what the board folds away. */
const ids = (page: Page) =>
  page
    .locator('[data-outline]')
    .evaluateAll((nodes) => nodes.map((one) => one.getAttribute('data-outline')).toSorted());

/** Where the ground of a side is, from the left and top of its lane. */
async function ground(page: Page, side: 'user' | 'item'): Promise<(share: number, down: number) => Spot> {
  const box = (await page.locator(`div.lane.${side}`).boundingBox())!;
  return (share, down) => [box.x + box.width * share, box.y + down];
}

async function buildTower(page: Page, side: 'user' | 'item', fields: readonly string[]): Promise<void> {
  const at = await ground(page, side);
  const id = (name: string): string => `${side}-${name}`;
  const place = (name: string) => middle(block(page, name));
  await drag(page, await place('Fields'), at(0.3, 330), 'added');
  for (const field of fields)
    await drag(
      page,
      await middle(unused(page, side, field)),
      await middle(node(page, id('fields'))),
      `“${field}” added`,
    );
  await drag(page, await place('SE gate'), at(0.3, 240), 'added and connected');
  await drag(page, await place('Concat'), at(0.3, 174), 'added and connected');
  await drag(
    page,
    await place('MLP'),
    await pointOf(edge(page, 'Edge from Concat', `Match, ${side}`), 0.35),
    /MLP.* added and connected/,
  );
  await drag(
    page,
    await place('Attention fusion'),
    await pointOf(edge(page, 'Edge from MLP', `Match, ${side}`), 0.35),
    'added and connected',
  );
  await drag(page, await place('Cross network (DCN)'), await rightOf(node(page, id('mlp'))), 'added parallel to MLP');
  // The fusion adds up vectors of one width.
  await look(page, 'Show the whole graph');
  await drag(
    page,
    await place('MLP'),
    // The second network of two is told from the first by its id.
    await pointOf(edge(page, side === 'user' ? 'Edge from Cross network' : '(item-dcn)', 'to Attention fusion'), 0.5),
    /MLP.* added and connected/,
  );
  await look(page, 'Arrange automatically');
  await look(page, 'Readable size');
}

test('SE gate, parallel channels and a fusion, from an empty board by mouse alone; trained, with gate and shares moving', async ({
  page,
}) => {
  await openLab(page);
  const before = await ids(page);
  await page.getByRole('button', { name: 'Empty board' }).click();
  await expect(page.locator('.board [data-node]')).toHaveCount(0);
  await look(page, 'Readable size');
  const corner = (await page.locator('div.lane.item').boundingBox())!;
  await drag(page, await middle(block(page, 'Match')), [corner.x - 10, corner.y - 50], 'Match added');
  await drag(
    page,
    await middle(block(page, 'In-batch softmax')),
    [corner.x - 10, corner.y - 140],
    'added and connected',
  );
  await buildTower(page, 'user', ['segment', 'age_band']);
  await buildTower(page, 'item', ['title words', 'subject']);
  await expect(page.locator('.drawing-bar')).not.toContainText('problem');
  expect(await wiredOn(page)).toEqual(gatedChannels);
  const built = await ids(page);

  // All the way back, and all the way on again.
  while (await undo(page).isEnabled()) await undo(page).click();
  expect(await ids(page)).toEqual(before);
  while (await redo(page).isEnabled()) await redo(page).click();
  expect(await ids(page)).toEqual(built);

  await setBatch(page, 32);
  await transport(page, 'Start').click();
  const gauge = node(page, 'user-senet').locator('.gauge');
  const share = node(page, 'user-attention-fusion').locator('.gauge');
  await expect(gauge).toContainText(/\d/, { timeout: 60_000 });
  const [gate, shares] = [await gauge.innerText(), await share.innerText()];
  await expect(gauge).not.toHaveText(gate, { timeout: 60_000 });
  await expect(share).not.toHaveText(shares, { timeout: 60_000 });
  await transport(page, 'Stop').click();
  await atRest(page);
  await openTab(page, 'Inside');
});

test('what cannot be connected says why at the pointer, and nothing changes', async ({ page }) => {
  await openLab(page);
  await look(page, 'Open or fold all groups');
  const before = await ids(page);
  const ghost = page.locator('.ghost');
  const port = (id: string, end: 'inputs' | 'outputs') =>
    page.locator(`.react-flow__node[data-id="${id}"] .port.${end}`).first();
  for (const [from, to, why] of [
    // A vector where fields are read, a tower of the other side, a circle.
    [port('user-base', 'outputs'), port('softmax', 'inputs'), 'In-batch softmax'],
    [port('user-base', 'outputs'), port('item-mlp', 'inputs'), 'tower'],
    [port('user-mlp', 'outputs'), port('user-concat', 'inputs'), 'circle'],
  ] as const) {
    await hold(page, await middle(from), await middle(to));
    await expect(ghost.locator('.refusal')).toContainText(why);
    await page.mouse.up();
    await expect(notice(page)).toContainText(why);
  }
  expect(await ids(page)).toEqual(before);
  await expect(undo(page)).toBeDisabled();
});

test('a view that was moved stays as it is when the board changes its size', async ({ page }) => {
  await openLab(page);
  const view = () => page.locator('.react-flow__viewport').evaluate((pane) => getComputedStyle(pane).transform);
  const resized = async (height: number): Promise<string> => {
    await page.setViewportSize({ width: 1440, height });
    await settled(page);
    return view();
  };
  await settled(page);
  const readable = await view();
  expect(await resized(700)).not.toBe(readable);
  await look(page, 'Zoom in');
  const moved = await view();
  expect(await resized(900)).toBe(moved);
  await look(page, 'Readable size');
  expect(await view()).toBe(readable);
});

test('an edge is cut and led elsewhere, a field moves between nodes and out, channels change places, and nodes move in a box', async ({
  page,
}) => {
  await openLab(page);

  // The end of an edge is taken off and let go over nothing: cut; undone, and led to another input.
  const mix = edge(page, 'Edge from Concat (user-base)', 'to Mix (user-mix)');
  await mix.hover({ position: undefined, force: true });
  const end = mix.locator('.edge-end').last();
  await drag(page, await middle(end), [(await middle(end))[0] - 10, (await middle(end))[1] + 60], 'disconnected');
  await expect(mix).toHaveCount(0);
  await undo(page).click();
  await expect(mix).toHaveCount(1);
  await settled(page);

  // A field from one input to another of its side, then out of the tower.
  await drag(page, await middle(chip(page, 'item-fields', 'subject')), await middle(node(page, 'item-id')), 'subject');
  await expect(chip(page, 'item-id', 'subject')).toBeVisible();
  await expect(chip(page, 'item-fields', 'subject')).toHaveCount(0);

  // Parts of a concatenation are its channels.
  const order = () => page.locator('.react-flow__node[data-id="item-base"] .node-line').innerText();
  const was = await order();
  const grip = page.locator('.react-flow__node[data-id="item-id"] .channel-grip');
  await node(page, 'item-id').hover();
  await drag(page, await middle(grip), await middle(node(page, 'item-fields')), 'moved to position');
  expect(await order()).not.toBe(was);

  // Several nodes in a box, moved together.
  await look(page, 'Show the whole graph');
  const [a, b] = [node(page, 'item-id'), node(page, 'item-fields')];
  const [boxA, boxB] = [(await a.boundingBox())!, (await b.boundingBox())!];
  const [left, top] = [Math.min(boxA.x, boxB.x) - 6, Math.min(boxA.y, boxB.y) - 6];
  await page.keyboard.down('Shift');
  await page.mouse.move(left, Math.max(boxA.y + boxA.height, boxB.y + boxB.height) + 12);
  await page.mouse.down();
  await page.mouse.move(Math.max(boxA.x + boxA.width, boxB.x + boxB.width) + 4, top + 8, { steps: 4 });
  await page.mouse.up();
  await page.keyboard.up('Shift');
  await expect(page.locator('.node.picked')).toHaveCount(2);
  const head = a.locator('.node-head');
  const from = await middle(head);
  await drag(page, from, [from[0] + 40, from[1] + 24], '2 nodes moved');
  for (const [element, before] of [
    [a, boxA],
    [b, boxB],
  ] as const) {
    const after = (await element.boundingBox())!;
    expect(after.x - before.x).toBeGreaterThan(30);
    expect(after.y - before.y).toBeGreaterThan(15);
  }
  await undo(page).click();
  expect((await a.boundingBox())!.x).toBeCloseTo(boxA.x, 0);
});
