/** Files that are large or wide: a person can end what is read, and the page stays light. */
import { dataDialog, openLab, openUpload } from './actions';
import { expect, test, type Page } from './lab';
import { csv } from './library-log';

const COLUMNS = 5000;
const names = ['user', 'item', 'time', ...Array.from({ length: COLUMNS - 3 }, (_, i) => `measure ${i}`)];
const wide = [
  names,
  ...Array.from({ length: 60 }, (_, row) => [
    `u${row % 12}`,
    `i${(row * 7) % 15}`,
    String(1_700_000_000 + row),
    ...Array.from({ length: COLUMNS - 3 }, (_, i) => String((row * i) % 9)),
  ]),
]
  .map((row) => row.join(','))
  .join('\n');

const nodes = (page: Page): Promise<number> => page.evaluate(() => document.querySelectorAll('*').length);

test('a file of 5,000 columns keeps the page small, and every column is found by its name', async ({ page }) => {
  await openLab(page);
  await openUpload(page);
  const dialog = dataDialog(page);
  await dialog.getByTestId('file-log').setInputFiles(csv('wide.csv', wide));
  await expect(dialog.getByText('50 of 5,000 columns')).toBeVisible();
  expect(await nodes(page)).toBeLessThan(4000);
  await dialog.getByText('First rows').click();
  await expect(dialog.getByRole('group', { name: 'First rows' })).toBeVisible();
  expect(await nodes(page)).toBeLessThan(5000);
  await dialog.getByRole('textbox', { name: 'Find a column' }).fill('measure 4996');
  await dialog.getByRole('combobox', { name: 'Role of measure 4996' }).selectOption('item');
  await dialog.getByRole('textbox', { name: 'Find a column' }).fill('item');
  await expect(dialog.getByRole('combobox', { name: 'Role of item' }), 'there is one item').toHaveValue('ignore');
});

test('a log that is read for the first time can be cancelled and removed, and a small one does not wait for it', async ({
  page,
}) => {
  await openLab(page);
  await openUpload(page);
  const dialog = dataDialog(page);
  const large = ['user,item,time', ...Array.from({ length: 900_000 }, (_, i) => `u${i % 999},i${i % 777},${i + 1e9}`)];
  const file = csv('large.csv', large.join('\n'));
  await dialog.getByTestId('file-log').setInputFiles(file);
  await expect(dialog.getByText('large.csv')).toBeVisible();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(dialog.getByText('large.csv')).toBeHidden();
  await dialog.getByTestId('file-log').setInputFiles(file);
  await dialog.getByRole('button', { name: 'Remove large.csv' }).click();
  await dialog.getByTestId('file-log').setInputFiles(
    csv(
      'small.csv',
      wide
        .split('\n')
        .map((row) => row.split(',').slice(0, 4).join(','))
        .join('\n'),
    ),
  );
  await expect(dialog.getByText('small.csv, 60 rows')).toBeVisible();
});
