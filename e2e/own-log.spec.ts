/** The main job: an own log, its columns corrected, towers trained, weights taken home and brought back. */
import { readFileSync } from 'node:fs';
import {
  atRest,
  dataButton,
  dataDialog,
  openLab,
  openUpload,
  retrieve,
  setBatch,
  stepsAtRest,
  transport,
} from './actions';
import { expect, test } from './lab';
import { csv, lendings } from './library-log';

test('a log with a wrong column guess is corrected, trained, paused, stepped, stopped, exported, and imported after a reload with the same top 20', async ({
  page,
}, testInfo) => {
  const { log, books } = lendings();
  await openLab(page);

  await openUpload(page);
  const dialog = dataDialog(page);
  await dialog.getByTestId('file-log').setInputFiles(csv('lendings.csv', log));
  await expect(
    dialog.getByRole('combobox', { name: 'Role of client' }),
    'the guess takes the device for the reader',
  ).toHaveValue('user');
  await expect(dialog.getByRole('combobox', { name: 'Role of book' })).toHaveValue('item');
  await expect(dialog.getByRole('combobox', { name: 'Role of lent_at' })).toHaveValue('time');
  await dialog.getByTestId('file-items').setInputFiles(csv('books.csv', books));
  await expect(dialog.getByRole('combobox', { name: 'Role of shelf' })).toHaveValue('field');
  await dialog.getByRole('combobox', { name: 'Role of client' }).selectOption('not used');
  await dialog.getByRole('combobox', { name: 'Role of card' }).selectOption('user');
  await dialog.getByRole('button', { name: 'Load this log' }).click();
  await expect(dialog).toBeHidden();
  await expect(dataButton(page)).toContainText('lendings');

  await setBatch(page, 64);
  // A small log is learnt before anybody could stop it.
  await page.getByRole('combobox', { name: 'Pace' }).selectOption({ label: '10/s' });
  await transport(page, 'Start').click();
  await expect(page.locator('.progress-words')).toContainText(/steps\/s|epoch/);
  await transport(page, 'Pause').click();
  await expect(transport(page, 'Resume')).toBeEnabled();
  const paused = await stepsAtRest(page);
  await transport(page, 'Step').click();
  await expect.poll(() => stepsAtRest(page)).toBe(paused + 1);
  await transport(page, 'Resume').click();
  await expect(transport(page, 'Pause')).toBeEnabled();
  await expect.poll(async () => (await page.locator('.progress-words').innerText()).includes('steps/s')).toBe(true);
  await transport(page, 'Stop').click();
  await atRest(page);

  const before = await retrieve(page, 'C0007', 20);
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByRole('menuitem', { name: /compact/ }).click();
  const weights = testInfo.outputPath('weights.json');
  await (await download).saveAs(weights);
  expect(JSON.parse(readFileSync(weights, 'utf8'))).toMatchObject({ format: 'tower-lab/weights', version: 2 });

  await page.reload();
  await expect(dataButton(page), 'the log survives the reload').toContainText('lendings');
  // Other weights than those of the file, so that the import has something to put right.
  await transport(page, 'Step').click();
  await atRest(page);
  await page.getByTestId('import-weights').setInputFiles(weights);
  await expect(page.getByText('Imported. The towers on screen now have these weights.')).toBeVisible();
  await page.keyboard.press('Escape');
  expect(await retrieve(page, 'C0007', 20)).toEqual(before);
});
