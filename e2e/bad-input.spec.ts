/** Bad files: each gives its sentence where it was given, and the lab goes on. */
import { readFileSync } from 'node:fs';
import { atRest, dataDialog, openLab, openTab, openUpload, setBatch, transport } from './actions';
import { expect, test, type Page } from './lab';
import { csv, lendings } from './library-log';

const { log, books } = lendings();
const rows = log.trim().split('\n').slice(1);
const HEADER = 'card,book,lent_at';
/** The log without its misleading column. */
const good = [HEADER, ...rows.map((row) => row.split(',').slice(1).join(','))];

let given = 0;
/** Every file has a name of its own: what is read after it stands beside that name. */
async function give(page: Page, text: string, file: 'log' | 'items' = 'log'): Promise<void> {
  const name = `${file}-${++given}.csv`;
  await page.getByTestId(`file-${file}`).setInputFiles(csv(name, text));
  const slot = page.getByRole('region', { name: file === 'log' ? 'Interaction log' : 'Item table (optional)' });
  await expect(slot.getByText(name, { exact: false }).first()).toBeVisible();
  await expect(slot.getByRole('status')).toBeHidden();
}
/** The column as it was read, by its number of values: the guess before it is gone. */
const expectColumn = (page: Page, column: string, values: string) =>
  expect(dataDialog(page).getByRole('row', { name: new RegExp(`^${column} ${values}`) })).toBeVisible();
const load = (page: Page) => dataDialog(page).getByRole('button', { name: 'Load this log' }).click();
const expectMessage = (page: Page, text: RegExp) =>
  expect(dataDialog(page).getByRole('alert').filter({ hasText: text })).toBeVisible();

test('logs that cannot be used say why at their place, and a good one loads afterwards', async ({ page }) => {
  await openLab(page);
  await openUpload(page);

  await test.step('an empty file', async () => {
    await give(page, '');
    await expectMessage(page, /This file is empty/);
  });
  await test.step('a header and nothing else', async () => {
    await give(page, `${HEADER}\n`);
    await expectMessage(page, /a header and no rows/);
  });
  await test.step('one user', async () => {
    await give(page, [HEADER, ...good.slice(1).map((row) => row.replace(/^C\d+/, 'C0001'))].join('\n'));
    await expectColumn(page, 'card', '1 value');
    await dataDialog(page).getByRole('combobox', { name: 'Role of card' }).selectOption('user');
    await load(page);
    await expectMessage(page, /All rows belong to one user/);
  });
  await test.step('one item', async () => {
    await give(page, [HEADER, ...good.slice(1).map((row) => row.replace(/B\d+/, 'B0001'))].join('\n'));
    await expectColumn(page, 'book', '1 value');
    await load(page);
    await expectMessage(page, /All rows belong to one item/);
  });
  await test.step('no user column', async () => {
    await give(page, good.join('\n'));
    await expectColumn(page, 'book', '60 values');
    await dataDialog(page).getByRole('combobox', { name: 'Role of card' }).selectOption('not used');
    await load(page);
    await expectMessage(page, /No column is marked as the user/);
    await dataDialog(page).getByRole('combobox', { name: 'Role of card' }).selectOption('user');
  });
  await test.step('a filter on a column that is not there', async () => {
    await dataDialog(page).getByRole('textbox', { name: 'Only rows with' }).fill('shelf=crime');
    await load(page);
    await expectMessage(page, /“shelf”, which the file does not have/);
    await dataDialog(page).getByRole('textbox', { name: 'Only rows with' }).fill('');
  });
  await test.step('times that are none', async () => {
    await give(page, [HEADER, ...good.slice(1).map((row) => row.replace(/[^,]+$/, 'soon'))].join('\n'));
    await expectColumn(page, 'lent_at', '1 value');
    await dataDialog(page).getByRole('combobox', { name: 'Role of lent_at' }).selectOption('time');
    await load(page);
    await expectMessage(page, /does not hold times.*“soon”/);
  });
  await test.step('ids unknown to the item table', async () => {
    await give(page, good.join('\n'));
    await expectColumn(page, 'lent_at', '1,0');
    await give(page, books.replaceAll(/^B/gm, 'X'), 'items');
    await load(page);
    await expectMessage(page, /No id of this table occurs in the log/);
    await dataDialog(page)
      .getByRole('button', { name: /^Remove items/ })
      .click();
  });
  await test.step('ten thousand malformed rows among good ones', async () => {
    const broken = Array.from({ length: 10_000 }, (_, i) => `C${i}`);
    await give(page, [good[0], ...broken.slice(0, 5000), ...good.slice(1), ...broken.slice(5000)].join('\n'));
    await expect(dataDialog(page).getByText('too few cells')).toBeVisible();
    await expect(dataDialog(page).locator('summary', { hasText: 'too few cells' })).toContainText('10,000');
    await load(page);
    await expect(dataDialog(page)).toBeHidden();
  });

  await setBatch(page, 32);
  await transport(page, 'Step').click();
  await expect(page.locator('.progress-words')).toContainText('step 1');
});

test('an encoding, a weight and a time are guessed, and what cannot be read is said', async ({ page }) => {
  await openLab(page);
  await openUpload(page);
  const slot = page.getByRole('region', { name: 'Interaction log' });
  // Small letters of windows-1251, each a byte.
  const cyrillic = (text: string) =>
    text.replaceAll(/[а-я]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) - 0x350));
  const titles = ['мастер и маргарита', 'война и мир', 'тихий дон', 'обломов'];
  const text = [
    `${HEADER},title,weight`,
    ...good.slice(1).map((row, i) => `${row},${cyrillic(titles[i % titles.length]!)},${i % 2 ? 'heavy' : 'light'}`),
  ].join('\n');
  const buffer = Buffer.from(text, 'latin1');
  await page.getByTestId('file-log').setInputFiles({ name: 'cyrillic.csv', mimeType: 'text/csv', buffer });
  await expect(slot.getByRole('combobox', { name: 'Encoding', exact: true })).toHaveValue('windows-1251');
  await expect(slot.getByRole('cell', { name: titles[0]! }).first()).toBeVisible();
  await expect(slot.getByRole('note')).toHaveText(/“weight” is not used as a weight: line 2 says “light”/);

  await slot.getByRole('combobox', { name: 'Encoding', exact: true }).selectOption('utf-8');
  await expectMessage(page, /cannot be read as utf-8/);

  await test.step('a file that no encoding fits can be given one', async () => {
    // The two bytes of an é in UTF-8, and in a few rows one that is none.
    const bytes = [HEADER, ...good.slice(1).map((row, i) => row.replace('B', i % 100 ? 'Ã©' : 'ÿ'))].join('\n');
    const buffer = Buffer.from(bytes, 'latin1');
    await page.getByTestId('file-log').setInputFiles({ name: 'broken.csv', mimeType: 'text/csv', buffer });
    await expectMessage(page, /cannot be read as utf-8/);
    await slot.getByRole('combobox', { name: 'Encoding of the file' }).selectOption('windows-1252');
    await expect(slot.getByRole('combobox', { name: 'Encoding', exact: true })).toHaveValue('windows-1252');
  });

  await test.step('the unit of times is the person’s to say', async () => {
    await give(page, good.join('\n'));
    await slot.getByRole('combobox', { name: 'Unit of lent_at' }).selectOption('days since 1899-12-30 (spreadsheet)');
    await load(page);
    await expectMessage(page, /does not hold times/);
    await slot.getByRole('combobox', { name: 'Unit of lent_at' }).selectOption('automatic');
    await load(page);
    await expect(dataDialog(page)).toBeHidden();
  });
});

test('a log without times trains, without a history and without a split by time', async ({ page }) => {
  await openLab(page);
  await openUpload(page);
  await give(page, good.map((row) => row.split(',').slice(0, 2).join(',')).join('\n'));
  await load(page);
  await expectMessage(page, /needs a time column/);
  await dataDialog(page).getByRole('combobox', { name: 'Test split' }).selectOption('a random part per user');
  await load(page);
  await expect(dataDialog(page)).toBeHidden();
  await openTab(page, 'Data');
  await expect(page.getByText('This log has no timestamps')).toBeVisible();
  await setBatch(page, 32);
  await transport(page, 'Step').click();
  await expect(page.locator('.progress-words')).toContainText('step 1');
});

test('weights files that are damaged say what is wrong, and the weights on screen stay', async ({ page }, testInfo) => {
  await openLab(page);
  await setBatch(page, 32);
  await transport(page, 'Step').click();
  await atRest(page);
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByRole('menuitem', { name: /plain numbers/ }).click();
  const path = testInfo.outputPath('weights.json');
  await (await download).saveAs(path);
  const text = readFileSync(path, 'utf8');

  interface Tensor {
    shape: number[];
    data: (number | string)[];
  }
  const changed = (change: (tensor: Tensor) => void): string => {
    const file = JSON.parse(text) as { tensors: Record<string, Tensor> };
    const name = Object.keys(file.tensors).find((path) => path.endsWith('kernel') || path.startsWith('table/'))!;
    change(file.tensors[name]!);
    return JSON.stringify(file);
  };
  const wrongShape = changed(
    (tensor) => void (tensor.shape = [...tensor.shape.slice(0, -1), tensor.shape.at(-1)! + 1]),
  );
  const deep = text.replace('"params":{', `"params":{"deep":${'['.repeat(1e5)}${']'.repeat(1e5)},`);
  const graph = (JSON.parse(text) as { graph: { nodes: object[] } }).graph;
  const nodes = Array.from({ length: 501 }, () => graph.nodes[0]);
  const crowded = JSON.stringify({ ...JSON.parse(text), graph: { ...graph, nodes } });
  const cases = [
    ['half of the file', text.slice(0, text.length / 2), /is incomplete/],
    ['no JSON', 'hello', /not JSON/],
    ['other JSON', '{"a": 1}', /not a Tower Lab weights file/],
    ['a newer version', JSON.stringify({ ...JSON.parse(text), version: 9 }), /newer Tower Lab, with version 9 /],
    ['a wrong shape', wrongShape, /(has the shape|numbers; its shape needs)/],
    ['lists without an end in each other', deep, /Lists are nested more than 64 deep/],
    ['a graph of 501 nodes', crowded, /This graph has 501 nodes\. At most 500/],
    ['a number that is none', changed((tensor) => void (tensor.data[3] = 'NaN')), /not finite|structure is invalid/],
  ] as const;
  for (const [what, json, message] of cases) {
    await test.step(what, async () => {
      await page
        .getByTestId('import-weights')
        .setInputFiles({ name: 'weights.json', mimeType: 'application/json', buffer: Buffer.from(json) });
      await expect(page.getByRole('alert').filter({ hasText: message })).toContainText('Not imported.');
      await page.getByRole('button', { name: 'Dismiss' }).click();
    });
  }
  await transport(page, 'Step').click();
  await atRest(page);
  await openTab(page, 'Retrieval');
  await expect(page.locator('.ranked li').first()).toBeVisible();
});
