/** Without the flag Chromium finds no adapter: the page says so, stays useful, and offers the CPU. */
import { openLab, setBatch, stepsAtRest, transport } from './actions';
import { node } from './drawing';
import { expect, test } from './lab';

test('without an adapter the page names the reason, stays useful, and trains on the CPU when asked', async ({
  page,
}) => {
  await openLab(page);
  const banner = page.getByRole('region', { name: 'No WebGPU: training is off' });
  await expect(banner).toContainText('found no graphics adapter');
  await expect(transport(page, 'Start')).toBeDisabled();
  await expect(banner.getByRole('button', { name: 'Copy diagnostics' })).toBeVisible();

  await node(page, 'match').click();
  await expect(page.locator('.side-panel').getByText(/^Source: /)).toBeVisible();
  await page.getByRole('button', { name: 'Back to the outline' }).click();

  await banner.getByRole('button', { name: 'Train on the CPU' }).click();
  await expect(banner).toBeHidden();
  await expect(page.getByText('CPU, one thread')).toBeVisible();
  await setBatch(page, 32);
  await transport(page, 'Step').click();
  await expect.poll(() => stepsAtRest(page)).toBe(1);
});
