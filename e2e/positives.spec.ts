/** A log that says of each row whether it is a positive: the page asks, filters, and calls the data as it is told. */
import { dataButton, dataDialog, openLab, openUpload } from './actions';
import { expect, expectAccessible, test } from './lab';
import { csv, lendings } from './library-log';

const clicks = lendings()
  .log.trim()
  .split('\n')
  .map((row, at) => `${row.split(',').slice(1).join(',')},${at === 0 ? 'is_click' : at % 4 > 0 ? 1 : 0}`);

test('a label of zeros and ones asks which rows are positives, before the log is loaded', async ({ page }) => {
  await openLab(page);
  await openUpload(page);
  const dialog = dataDialog(page);
  await dialog.getByTestId('file-log').setInputFiles(csv('clicks.csv', clicks.join('\n')));
  const question = dialog.getByRole('group', { name: 'Which rows are positives?' });
  const loading = dialog.getByRole('button', { name: 'Load this log' });
  await expect(question).toBeVisible();
  await expect(loading).toBeDisabled();
  await expect(dialog.getByText('Say first which rows are positives.')).toBeVisible();
  await question.getByRole('radio', { name: 'All rows' }).check();
  await expect(loading).toBeEnabled();
  await question.getByRole('radio', { name: /^Rows with is_click = 1: [\d,]+ of [\d,]+$/ }).check();
  const filter = dialog.getByRole('textbox', { name: 'Only rows with' });
  await expect(filter).toHaveValue('is_click=1');
  await expectAccessible(page, 'upload, with a question');

  await filter.fill('is_click>yes');
  await loading.click();
  await expect(dialog.getByRole('alert')).toHaveText('The row filter compares with >, and “yes” is not a number.');
  await expect(filter).toHaveAttribute('aria-invalid', 'true');
  await filter.fill('is_click >= 1');
  await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill('The library');
  await loading.click();
  await expect(dialog).toBeHidden();
  await expect(dataButton(page)).toContainText('The library');
  // Three of four rows.
  const events = Number(/([\d,]+) events/.exec(await dataButton(page).innerText())![1]!.replaceAll(',', ''));
  expect(events).toBeLessThan(0.8 * clicks.length);
});
