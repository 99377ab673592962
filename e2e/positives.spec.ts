/** A log that says of each row whether it is a positive: the page asks, filters, and calls the data as it is told. */
import type { Page } from 'playwright/test';
import { dataButton, dataDialog, openLab, openUpload } from './actions';
import { expect, expectAccessible, test } from './lab';
import { csv, lendings } from './library-log';

const clicks = lendings()
  .log.trim()
  .split('\n')
  .map((row, at) => `${row.split(',').slice(1).join(',')},${at === 0 ? 'is_click' : at % 4 > 0 ? 1 : 0}`);

/** How many events the loaded log has. */
const eventsOf = async (page: Page): Promise<number> =>
  Number(/([\d,]+) events/.exec(await dataButton(page).innerText())![1]!.replaceAll(',', ''));

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
  await expect(dialog.getByRole('alert')).toHaveText(
    'The condition “is_click>yes” compares with >, and “yes” is not a number.',
  );
  await expect(filter).toHaveAttribute('aria-invalid', 'true');
  await filter.fill('is_click >= 1');
  await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill('The library');
  await loading.click();
  await expect(dialog).toBeHidden();
  await expect(dataButton(page)).toContainText('The library');
  // Three of four rows.
  expect(await eventsOf(page)).toBeLessThan(0.8 * clicks.length);
});

test('rows that are no positives can be kept as shown, and the data panel says how many each part has', async ({
  page,
}) => {
  await openLab(page);
  await openUpload(page);
  const dialog = dataDialog(page);
  await dialog.getByTestId('file-log').setInputFiles(csv('clicks.csv', clicks.join('\n')));
  const question = dialog.getByRole('group', { name: 'Which rows are positives?' });
  const others = question.getByRole('group', { name: 'What of the other rows?' });
  await expect(others).toBeHidden();
  await question.getByRole('radio', { name: /^Rows with is_click = 1/ }).check();
  await expect(others.getByRole('radio', { name: 'Leave them out' })).toBeChecked();
  await others.getByRole('radio', { name: 'Keep them as shown rows' }).check();
  const positives = dialog.getByRole('textbox', { name: 'Positives are rows with' });
  await expect(positives).toHaveValue('is_click=1');
  await expect(dialog.getByRole('textbox', { name: 'Only rows with' })).toHaveValue('');
  await expectAccessible(page, 'upload, with rows kept as shown');

  await positives.fill('is_click = often');
  await dialog.getByRole('button', { name: 'Load this log' }).click();
  await expect(dialog.getByRole('alert')).toContainText('No row has is_click = often.');
  await expect(positives).toHaveAttribute('aria-invalid', 'true');
  await positives.fill('is_click=1');
  await dialog.getByRole('button', { name: 'Load this log' }).click();
  await expect(dialog).toBeHidden();
  expect(await eventsOf(page)).toBeLessThan(0.8 * clicks.length);
  await page.getByRole('tab', { name: 'Data' }).click();
  await expect(
    page.getByText(/Rows shown and not taken: [\d,]+ in training, [\d,]+ in validation, [\d,]+ in test\./),
  ).toBeVisible();
  // A ranker of impressions is drawn with the rates of what was shown.
  await page.locator('.side-panel select').first().selectOption('pre-ranker');
  await expect(page.locator('[data-node=rates]')).toContainText('Click-through rate');
});
