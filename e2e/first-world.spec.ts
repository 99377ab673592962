/** The first visit: a world is there, one click trains it, the loss falls. */
import { atRest, openLab, openTab, setBatch, transport } from './actions';
import { expect, test } from './lab';

test('one click trains the small world and the loss falls', async ({ page }) => {
  await openLab(page);
  await setBatch(page, 64);
  await transport(page, 'Start').click();
  const loss = page.getByRole('region', { name: 'Loss' });
  await loss.getByRole('button', { name: 'Show as table' }).click();
  const values = async () => (await loss.getByRole('row').locator('td:last-child').allInnerTexts()).map(Number);
  await expect.poll(async () => (await values()).length, { timeout: 240_000 }).toBeGreaterThanOrEqual(40);
  const all = await values();
  const mean = (part: number[]) => part.reduce((sum, value) => sum + value, 0) / part.length;
  expect(mean(all.slice(-10))).toBeLessThan(mean(all.slice(0, 10)) - 0.1);
  await expect(page.getByRole('contentinfo')).toContainText(/[1-9]\d* dispatches, [\d.]+ ms/);
  await transport(page, 'Stop').click();
  await atRest(page);
});

test('a second step continues the session that the first one began, and its weights can be tested', async ({
  page,
}) => {
  await openLab(page);
  await setBatch(page, 64);
  await transport(page, 'Step').click();
  await expect(page.locator('.progress-words')).toContainText('step 1');
  await transport(page, 'Step').click();
  await expect(page.locator('.progress-words')).toContainText('step 2');
  await openTab(page, 'Result');
  await page.getByRole('button', { name: 'Test these weights' }).click();
  await expect(page.getByText('Current weights (step 2).')).toBeVisible();
  await openTab(page, 'Runs');
  await expect(page.locator('li.run-entry')).toHaveCount(1);
});
