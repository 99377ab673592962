/** Other ready-made towers, what their blocks say while they train, and the way back. */
import { atRest, openLab, openTab, setBatch, transport } from './actions';
import { expect, test } from './lab';

test('towers with SE gates are chosen, show how important each field is while they train, and are undone', async ({ page }) => {
  await openLab(page);
  const towers = page.getByRole('region', { name: 'Towers' }).getByRole('combobox', { name: 'Towers' });
  await expect(towers).toHaveValue('two-tower');
  await openTab(page, 'Inside');
  await expect(page.getByText('Live values appear a moment after training has started.')).toBeVisible();
  await towers.selectOption({ label: 'SENet two towers' });
  await expect(page.locator('[data-node="item-gate"]')).toBeVisible();

  await setBatch(page, 32);
  await transport(page, 'Start').click();
  const gates = page.getByRole('region', { name: 'SE importance: gate of each field' });
  await expect(gates).toHaveCount(2, { timeout: 60_000 });
  const item = gates.filter({ hasText: 'item-gate' });
  // The ids are weighed with the fields; every field starts at one.
  await expect(item.getByRole('listitem').filter({ hasText: 'item id' })).toHaveText(/± |[01]\.\d{3}/);
  const fields = await item.getByRole('listitem').count();
  expect(fields).toBeGreaterThan(5);
  await item.getByRole('button', { name: 'Show as table' }).click();
  await expect(item.getByRole('rowheader')).toHaveCount(fields);
  await expect(item.getByText(/^Highest: .+ \(\d\.\d{3}\); lowest: .+ \(\d\.\d{3}\), at step/)).toBeVisible();
  // They move: no two fields keep the same gate for long.
  await expect.poll(async () => new Set(await item.getByRole('cell').allInnerTexts()).size, { timeout: 60_000 }).toBeGreaterThan(3);

  await transport(page, 'Stop').click();
  await atRest(page);
  await page.getByRole('button', { name: 'Undo' }).click(); // the batch
  await page.getByRole('button', { name: 'Undo' }).click(); // the towers
  await expect(towers).toHaveValue('two-tower');
});
