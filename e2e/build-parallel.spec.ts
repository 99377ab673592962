/**
 * From two towers to an SE gate and parallel channels, drawn by keys and menus alone; trained, watched inside, and
 * exported.
 */
import { readFile } from 'node:fs/promises';
import { atRest, openLab, openTab, setBatch, stepsAtRest, transport } from './actions';
import { act, addAt, node, notice, openGroups } from './drawing';
import { expect, test, type Page } from './lab';

const openSettings = async (page: Page, id: string) => {
  await node(page, id).focus();
  await page.keyboard.press('Enter');
  await expect(page.locator('.node-id code')).toHaveText(id);
};

test('SE gate and parallel channels are drawn from two towers by menu and keyboard, trained, seen inside and exported', async ({
  page,
}) => {
  await openLab(page);
  await openGroups(page);

  // An SE gate over the fields of the item.
  await addAt(page, 'item-fields', 'between Fields (item-fields) and Concat (item-base)', 'SE gate');
  await expect(notice(page)).toHaveText(/SE gate added and connected/);
  await expect(page.getByRole('heading', { name: 'SE gate' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(node(page, 'item-senet')).toBeFocused();

  // A second channel on each side: everything below the top is copied, with tables of its own, and crosses its input.
  for (const side of ['user', 'item']) {
    await addAt(page, `${side}-mix`, `between Mix (${side}-mix) and Match`, 'Concat');
    await act(page, `${side}-mix`, 'Duplicate channel');
    await expect(notice(page)).toHaveText(/\d+ nodes copied/);
    await addAt(
      page,
      `${side}-dropout-2`,
      `between Dropout (${side}-dropout-2) and MLP (${side}-mlp-2)`,
      'Cross network (DCN)',
    );
  }
  await expect(page.locator('.board [data-node$="-dcn"]')).toHaveCount(2);

  // The same names of channels in both towers, so that the match can pair them; a rename is one step, and so is its
  // undoing.
  await act(page, 'user-dcn', 'Rename…');
  await page.getByRole('textbox', { name: 'Name' }).fill('user-mlp');
  await expect(page.getByText('Another node has this name.')).toBeVisible();
  await page.getByRole('textbox', { name: 'Name' }).fill('user-crosses');
  await page.keyboard.press('Enter');
  await expect(node(page, 'user-crosses')).toBeVisible();
  await openSettings(page, 'match');
  await page.getByRole('combobox', { name: 'Learned coefficients' }).selectOption('one coefficient per part');
  await expect(page.locator('.drawing-bar')).not.toContainText('problem');

  // What it weighs, beside what it was.
  const bloat = page.getByRole('region', { name: 'Cost changes' });
  await expect(bloat).toContainText(/Width of the item vector\s*256\s*\+128/);
  await expect(bloat).toContainText(/Index of 294 items\s*301 kB\s*\+151 kB/);
  await page.getByRole('button', { name: 'Costs' }).click();
  const rows = page.getByRole('dialog', { name: 'Costs' }).getByRole('row');
  await expect(rows.filter({ hasText: 'Width of the user vector' })).toHaveText(/256128\+128/);
  // By table and by node: parameters and their bytes add up to the whole.
  const byNode = page.getByRole('table', { name: 'Costs by node' });
  const numbersOf = async (part: string): Promise<number[]> =>
    (await byNode.locator(`${part} td:nth-child(2)`).allInnerTexts()).map((text) => Number(text.replaceAll(',', '')));
  const [parts, ends] = [await numbersOf('tbody'), await numbersOf('tfoot')];
  expect(parts.length).toBeGreaterThan(20);
  expect(parts.reduce((a, b) => a + b)).toBe(ends.at(-1));
  const memory = page.getByRole('table', { name: /^GPU memory/ });
  await expect(memory.getByRole('row', { name: /^Forecast/ })).toHaveText(/\d MB$/);
  await expect(memory.getByRole('row', { name: /^In use now/ })).toHaveText(/now0 B$/);
  await page.keyboard.press('Escape');

  // It trains.
  await page.getByRole('button', { name: 'Back to the outline' }).click();
  await setBatch(page, 32);
  await openTab(page, 'Inside');
  await transport(page, 'Start').click();
  const gates = page.getByRole('region', { name: 'SE importance: gate of each field' });
  // The copied channel has a gate of its own.
  await expect(gates).toHaveCount(2, { timeout: 120_000 });
  const gate = gates.filter({ hasText: /item-senet(?!-2)/ });
  await expect(gate.getByRole('listitem')).not.toHaveCount(0);
  const fields = await gate.getByRole('listitem').count();
  expect(fields).toBeGreaterThan(5);
  await expect(gate.getByText(/^Highest: .+ \(\d\.\d{3}\); lowest: .+ \(\d\.\d{3}\), at step/)).toBeVisible();
  await gate.getByRole('button', { name: 'Show as table' }).click();
  await expect(gate.getByRole('rowheader')).toHaveCount(fields);
  await expect
    .poll(async () => new Set(await gate.getByRole('cell').allInnerTexts()).size, { timeout: 120_000 })
    .toBeGreaterThan(3);

  await expect(gate.locator('.course')).toHaveCount(fields);

  const coefficients = page.getByRole('region', { name: /^Learned coefficient of each part/ });
  await expect(coefficients.getByRole('listitem').locator('b')).toHaveText(['mix', 'mix-2']);
  await coefficients.getByRole('button', { name: 'Show as table' }).click();
  await expect(coefficients.getByRole('rowheader')).toHaveText(['mix', 'mix-2']);
  await expect(coefficients.getByText(/^Highest: mix/)).toBeVisible();
  const contributions = page.getByRole('region', { name: /^Contribution of each part/ });
  await expect(contributions.getByRole('listitem')).toHaveCount(2);
  await expect(contributions.getByText(/^Highest: mix/)).toBeVisible();
  await contributions.getByRole('button', { name: 'Show as table' }).click();
  await expect(contributions.getByRole('rowheader')).toHaveText(['mix', 'mix-2']);
  // They stand on the match, too.
  await expect(node(page, 'match').locator('.gauge-row').first()).toHaveText(/^mix-?\d\.\d\d$/);
  // Both began at one and learn.
  await expect
    .poll(
      async () =>
        (await coefficients.getByRole('cell').allInnerTexts()).filter((text) => text !== '1.000' && text !== '0.000')
          .length,
      { timeout: 120_000 },
    )
    .toBeGreaterThan(0);

  // A stop keeps the weights of the last step.
  await transport(page, 'Stop').click();
  await atRest(page);
  expect(await stepsAtRest(page)).toBeGreaterThan(0);

  // What it took of the GPU is held, and told.
  await page.getByRole('button', { name: 'Costs' }).click();
  await expect(memory.getByRole('row', { name: /^In use now/ })).toHaveText(/\d (kB|MB)$/);
  await page.keyboard.press('Escape');

  // And goes home.
  await page.getByRole('button', { name: 'Export' }).click();
  const downloading = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: /base64/ }).click();
  const file: unknown = JSON.parse(await readFile(await (await downloading).path(), 'utf8'));
  const { graph, tensors } = file as {
    graph: { nodes: { id: string; block: string }[]; tables: { id: string }[] };
    tensors: Record<string, { shape: number[] }>;
  };
  expect(graph.nodes.map(({ id, block }) => `${id}: ${block}`)).toEqual(
    expect.arrayContaining([
      'item-senet: senet',
      'user-crosses: dcn',
      'item-dcn: dcn',
      'user-mix-2: mix',
      'item-mix-2: mix',
    ]),
  );
  expect(tensors['match/match/coefficients']?.shape).toEqual([2]);
  expect(Object.keys(tensors)).toEqual(
    expect.arrayContaining([
      'item/item-senet/layer1/kernel',
      'user/user-crosses/layer1/kernel',
      'table/item-id-2',
      'table/item-id-3',
    ]),
  );
});
