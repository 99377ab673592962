/** Hard negatives in a stage of their own: warned of where they come too early, begun once the easy ones have ended. */
import { atRest, openLab, openTab, setBatch, transport } from './actions';
import { addAt, node } from './drawing';
import { expect, test } from './lab';

test('hard negatives are drawn, warned of, put into a second stage, and begun only where the first has converged', async ({
  page,
}) => {
  await openLab(page);
  const early = page.getByText(/this objective mines the hardest negatives before easy ones have converged/);
  await addAt(page, 'match', 'after Match, parallel to what it feeds', 'Triplet');
  await expect(page.getByRole('heading', { name: 'Triplet' })).toBeFocused();
  await expect(early).toHaveCount(0);
  await page.getByRole('combobox', { name: 'Negatives' }).selectOption('the hardest of the batch');
  await expect(early).toContainText('In stage 1');
  const [badge, count] = [
    node(page, 'triplet').locator('.badge'),
    page.getByRole('button', { name: '1 warning', exact: true }),
  ];
  for (const mark of [badge, count]) await expect(mark).toHaveClass(/warn/);

  // Out of the first stage, into a second one: neither too early nor alone.
  await page.getByRole('button', { name: 'Back to the outline' }).click();
  await page.getByRole('button', { name: 'Add a stage' }).click();
  const stage = (at: number) => page.getByRole('group', { name: `Stage ${at} of 2` });
  await expect(stage(1)).toContainText('In stage 1');
  await stage(1).getByRole('checkbox', { name: 'Triplet' }).uncheck();
  await expect(early).toHaveCount(0);
  await stage(2).getByRole('checkbox', { name: 'In-batch softmax' }).uncheck();
  await expect(stage(2)).toContainText('In stage 2 all negatives are hard.');
  await stage(2).getByRole('checkbox', { name: 'Triplet' }).uncheck();
  await expect(stage(2)).toContainText('No objective is active in stage 2');
  await expect(transport(page, 'Start')).toBeDisabled();
  await expect(page.getByRole('button', { name: /^\d problem/ })).toHaveClass(/wrong/);
  for (const name of ['In-batch softmax', 'Triplet']) await stage(2).getByRole('checkbox', { name }).check();
  await expect(page.locator('.problem-list')).toHaveCount(0);

  // One epoch with patience for five has not converged: the run ends there, and says so.
  await setBatch(page, 256);
  await stage(1).getByRole('textbox', { name: 'At most, epochs' }).fill('1');
  await transport(page, 'Start').click();
  await expect(page.locator('.progress-words')).toContainText('stage 1 of 2');
  await openTab(page, 'Result');
  await expect(
    page.getByText('Stage 1 reached its epoch limit before converging; later stages were skipped.'),
  ).toBeVisible({ timeout: 240_000 });

  // A first stage of so many steps asks for no more than these: the second begins, and is warned of again.
  await stage(1).getByRole('combobox', { name: 'Train until' }).selectOption('a number of steps');
  await stage(1).getByRole('textbox', { name: 'Steps' }).fill('2');
  await expect(stage(2)).toContainText('before easy ones have converged');
  await transport(page, 'Start').click();
  await expect(page.locator('.progress-words')).toContainText('stage 2 of 2', { timeout: 240_000 });
  await openTab(page, 'Curves');
  await expect(page.getByRole('region', { name: /^Triplet/ })).toBeVisible({ timeout: 60_000 });
  await transport(page, 'Stop').click();
  await atRest(page);
});
