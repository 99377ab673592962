/** A ranker learns from a run that a person trained before: chosen by its title, asked before the first step. */
import { atRest, dataDialog, openLab, openUpload, setBatch, transport } from './actions';
import { expect, expectAccessible, test, type Page } from './lab';
import { csv, lendings } from './library-log';

const clicks = lendings()
  .log.trim()
  .split('\n')
  .map((row, at) => `${row.split(',').slice(1).join(',')},${at === 0 ? 'is_click' : at % 4 > 0 ? 1 : 0}`);

async function loadShown(page: Page): Promise<void> {
  await openUpload(page);
  const dialog = dataDialog(page);
  await dialog.getByTestId('file-log').setInputFiles(csv('clicks.csv', clicks.join('\n')));
  const question = dialog.getByRole('group', { name: 'Which rows are positives?' });
  await question.getByRole('radio', { name: /^Rows with is_click = 1/ }).check();
  await question.getByRole('radio', { name: 'Keep them as shown rows' }).check();
  await dialog.getByRole('button', { name: 'Load this log' }).click();
  await expect(dialog).toBeHidden();
}

/** A step of what is drawn, which is then kept. */
async function trainOneStep(page: Page): Promise<void> {
  await transport(page, 'Step').click();
  await expect(page.locator('.progress-words')).toHaveText(/paused.*step 1$/, { timeout: 60_000 });
  await transport(page, 'Stop').click();
  await atRest(page);
}

test('a ranker is taught by a stored run, of two towers or of a ranker, also after a reload', async ({ page }) => {
  await openLab(page);
  await loadShown(page);
  await setBatch(page, 64);
  await trainOneStep(page);
  await page.locator('.side-panel select').first().selectOption('din');
  await page.locator('[data-node="softmax"]').click();
  const form = page.locator('.inspector');
  await form
    .getByRole('combobox', { name: 'Other candidates from' })
    .selectOption('what the user was shown and did not take');
  await expect(form.getByRole('combobox', { name: 'Column with the scores' })).toBeVisible();
  await form.getByRole('combobox', { name: 'Teacher’s scores come from' }).selectOption({ label: 'a stored run' });
  await expect(form.getByRole('combobox', { name: 'Column with the scores' })).toBeHidden();
  const teacher = form.getByRole('combobox', { name: 'Run that is the teacher' });
  await expect(form).toContainText('Choose the run that is the teacher.');
  await expect(teacher.getByRole('option')).toHaveText(['–', 'Two towers']);
  await teacher.selectOption({ label: 'Two towers' });
  await expect(form).not.toContainText('Choose the run that is the teacher.');
  await expectAccessible(page, 'the teacher of a ranker', '.inspector');
  await trainOneStep(page);

  await page.reload();
  await page.locator('[data-node="softmax"]').click();
  await expect(teacher.getByRole('option')).toHaveText(['–', 'Ranker with target attention', 'Two towers']);
  await teacher.selectOption({ label: 'Ranker with target attention' });
  await trainOneStep(page);
});
