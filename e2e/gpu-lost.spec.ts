/** The GPU process dies while the page trains: the run goes on, says so, and nothing is left uncaught. */
import { openLab, setBatch, transport } from './actions';
import { expect, test } from './lab';

test('a run outlives the GPU process, and says what happened until it is read', async ({ page, context }) => {
  await openLab(page);
  await setBatch(page, 32);
  await transport(page, 'Start').click();
  await expect(page.locator('.progress-words')).toContainText('steps/s', { timeout: 90_000 });
  const browser = await context.browser()!.newBrowserCDPSession();
  const { processInfo } = await browser.send('SystemInfo.getProcessInfo');
  process.kill(processInfo.find(({ type }) => type === 'GPU')!.id, 'SIGKILL');
  const note = page.locator('.banner').filter({ hasText: 'The GPU was lost and recovered' });
  await expect(note).toBeVisible({ timeout: 120_000 });
  await expect(page.locator('.progress-words')).toContainText('steps/s', { timeout: 90_000 });
  await note.getByRole('button', { name: 'Dismiss' }).click();
  await expect(note).toHaveCount(0);
  await transport(page, 'Stop').click();
});
