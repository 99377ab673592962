/** The costs tell how long nodes and kernels take, from the steps of a run. */
import { openLab, setBatch, transport } from './actions';
import { expect, test } from './lab';

test('while a run trains, its costs say how long each node and each kernel takes', async ({ page }) => {
  await openLab(page);
  await page.getByRole('contentinfo').getByRole('button', { name: 'Costs' }).click();
  const costs = page.getByRole('dialog', { name: 'Costs' });
  const times = costs.getByRole('region', { name: 'Time on this device' });
  const measure = times.getByRole('button', { name: 'Measure' });
  await expect(measure).toBeDisabled();
  await page.keyboard.press('Escape');

  await setBatch(page, 64);
  await transport(page, 'Start').click();
  await page.getByRole('contentinfo').getByRole('button', { name: 'Costs' }).click();
  await measure.click();
  await expect(times.getByRole('status')).toHaveText('Means of 20 steps.', { timeout: 120_000 });
  const kernels = times.getByRole('table', { name: 'Kernel' });
  await expect(kernels.getByRole('rowheader', { name: 'linear' })).toBeVisible();
  expect(await kernels.getByRole('row').count()).toBeGreaterThan(10);
  await expect(times.getByRole('table', { name: 'Node' }).getByRole('rowheader').first()).toBeVisible();
});
