/** What a row of an own log weighs: a formula that is underlined where it is wrong, and the weights it makes. */
import { dataDialog, openLab, openTab, openUpload, setBatch, transport } from './actions';
import { expect, expectAccessible, test } from './lab';
import { csv, lendings } from './library-log';

/** Days that a book was kept; one in four was liked. */
const kept = lendings()
  .log.trim()
  .split('\n')
  .map(
    (row, at) =>
      `${row.split(',').slice(1).join(',')},${at === 0 ? 'days kept,mark' : `${1 + ((at * 7) % 40)},${at % 4 ? '' : 1}`}`,
  );

test('a wrong formula is underlined at its place and mended, and the weights are drawn', async ({ page }) => {
  await openLab(page);
  await openUpload(page);
  const dialog = dataDialog(page);
  await dialog.getByTestId('file-log').setInputFiles(csv('kept.csv', kept.join('\n')));
  const formula = dialog.getByRole('textbox', { name: 'Weight of a row' });
  const loading = dialog.getByRole('button', { name: 'Load this log' });
  await expect(loading).toBeEnabled();

  await formula.fill('log1p(days) + 2 * mark');
  await expect(formula).toHaveAttribute('aria-invalid', 'true');
  await expect(dialog.getByRole('status').filter({ hasText: 'There is no column “days”' })).toBeVisible();
  await expect(loading).toBeDisabled();
  await expect(dialog.getByText('Correct the weight formula first.')).toBeVisible();
  // The line lies below the very characters that the field shows.
  const line = dialog.locator('u');
  await expect(line).toHaveText('days');
  const [drawn, field] = [(await line.boundingBox())!, (await formula.boundingBox())!];
  const place = await formula.evaluate((own: HTMLTextAreaElement) => {
    const { font, paddingLeft, borderLeftWidth } = getComputedStyle(own);
    const pen = document.createElement('canvas').getContext('2d')!;
    pen.font = font;
    const from = parseFloat(paddingLeft) + parseFloat(borderLeftWidth);
    return [from + pen.measureText('log1p(').width, pen.measureText('days').width];
  });
  expect(Math.abs(drawn.x - field.x - place[0]!)).toBeLessThan(1.5);
  expect(Math.abs(drawn.width - place[1]!)).toBeLessThan(1.5);
  await expectAccessible(page, 'upload, with a wrong formula');

  await formula.selectText();
  await dialog.getByRole('button', { name: '"days kept"' }).click();
  await expect(formula).toHaveValue('"days kept"');
  await expect(formula).toBeFocused();
  await page.keyboard.type(' - 30');
  await expect(formula).not.toHaveAttribute('aria-invalid');
  await loading.click();
  await expect(dialog.getByRole('alert')).toHaveText(/^By this formula line \d+ weighs -\d+\./);
  await expect(line).toHaveText('"days kept" - 30');

  await formula.fill('log1p("days kept") * (1 + 2 * mark)');
  await loading.click();
  await expect(dialog).toBeHidden();
  await openTab(page, 'Data');
  const figure = page.getByRole('region', { name: 'Weights of the training rows' });
  await expect(figure.getByText('1.00', { exact: true })).toBeVisible();
  await expect(figure.locator('.weight-columns i')).toHaveCount(24);
  await expect(page.getByText('rows weighted by log1p("days kept") * (1 + 2 * mark)')).toBeVisible();
  await figure.getByRole('button', { name: 'Show as table' }).click();
  await expect(figure.getByRole('row')).toHaveCount(25);
  await expectAccessible(page, 'weights of the training rows');
  await setBatch(page, 32);
  await transport(page, 'Step').click();
  await expect(page.locator('.progress-words')).toContainText('step 1');
});
