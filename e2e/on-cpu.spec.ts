/** On a software adapter a person goes over to the CPU and back; what was trained comes along. */
import { openLab, setBatch, stepsAtRest, transport } from './actions';
import { expect, test } from './lab';

test('a software adapter is left for the CPU and taken again, with the weights that were trained', async ({ page }) => {
  await openLab(page);
  await setBatch(page, 32);
  const footer = page.locator('.footer .adapter');
  await expect(footer).toContainText('software adapter');
  const switchTo = async (name: string): Promise<void> => {
    await page.getByRole('button', { name: 'Costs' }).click();
    const section = page.getByRole('region', { name: 'Runs on' });
    await section.getByRole('button', { name }).click();
    await expect(section.getByRole('button', { name })).toBeHidden();
    await page.keyboard.press('Escape');
  };
  await switchTo('Train on the CPU');
  await expect(footer).toHaveText('CPU, one thread');
  await transport(page, 'Step').click();
  await expect.poll(() => stepsAtRest(page)).toBe(1);
  await transport(page, 'Step').click();
  await expect.poll(() => stepsAtRest(page)).toBe(2);

  await page.getByRole('button', { name: 'Costs' }).click();
  await expect(
    page.getByRole('region', { name: 'Runs on' }).getByRole('button', { name: 'Use WebGPU' }),
  ).toBeDisabled();
  await page.keyboard.press('Escape');
  await transport(page, 'Stop').click();
  await switchTo('Use WebGPU');
  await expect(footer).toContainText('software adapter');
  await transport(page, 'Continue').click();
  await transport(page, 'Pause').click();
  await expect.poll(() => stepsAtRest(page), 'steps of the run on the CPU go on').toBeGreaterThan(2);
});
