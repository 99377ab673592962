/** A drawing that was neither trained nor saved stays: over a reload, beside another tab, after its tab is closed. */
import { dataButton, openLab } from './actions';
import { node } from './drawing';
import { expect, expectAccessible, test, type Page } from './lab';

const notice = (page: Page) => page.locator('.notice');
const left = (page: Page, says: string) => page.locator('.banners').getByRole('status').filter({ hasText: says });
const seed = (page: Page) => page.getByRole('textbox', { name: 'Seed' });

async function removeByKey(page: Page, id: string): Promise<void> {
  await node(page, id).focus();
  await page.keyboard.press('Delete');
  await expect(node(page, id)).toHaveCount(0);
}

test('an edit by keys is there after a reload, each tab has its own, and that of a closed tab is offered', async ({
  page: a,
  context,
}) => {
  await openLab(a);
  await a.getByRole('combobox', { name: 'Towers' }).selectOption('SENet two towers');
  await removeByKey(a, 'user-gate');
  const b = await context.newPage();
  await openLab(b);
  await seed(b).fill('17');
  await seed(b).blur();

  // At once, as somebody does who reloads by mistake.
  for (const page of [b, a]) {
    await page.reload();
    await expect(notice(page)).toHaveText(/^The drawing of .+, which was not saved, is back\.Undo$/);
  }
  await expect(node(a, 'item-gate')).toBeVisible();
  await expect(node(a, 'user-gate')).toHaveCount(0);
  await expect(seed(b)).toHaveValue('17');
  await expect(node(b, 'item-gate')).toHaveCount(0);

  // The step before is the preset that it began as, and of a preset nothing has to come back.
  await notice(a).getByRole('button', { name: 'Undo' }).click();
  await expect(node(a, 'user-gate')).toBeVisible();
  await a.keyboard.press('Control+Shift+z');
  await expect(node(a, 'user-gate')).toHaveCount(0);

  await b.evaluate(() => localStorage.setItem('tower-lab/draft/of an older tab', '{"savedAt":'));
  await a.close();
  await b.reload();
  await expect(left(b, 'was not saved: “SENet two towers”')).toBeVisible();
  await expectAccessible(b, 'a drawing that was left');
  await left(b, 'was not saved').getByRole('button', { name: 'Open it' }).click();
  await expect(node(b, 'item-gate')).toBeVisible();
  await expect(node(b, 'user-gate')).toHaveCount(0);
  await b.keyboard.press('Control+z');
  await expect(seed(b)).toHaveValue('17');
  await expect(left(b, 'These towers cannot be opened.')).toBeVisible();
  await left(b, 'These towers').getByRole('button', { name: 'Discard it' }).click();

  // Back at a preset nothing is kept.
  await b.keyboard.press('Control+z');
  await expect(seed(b)).not.toHaveValue('17');
  await b.reload();
  await expect(dataButton(b)).toHaveText(/[\d,]+ events/);
  await expect(node(b, 'match')).toBeVisible();
  await expect(notice(b)).toHaveCount(0);
  await expect(left(b, 'was not saved')).toHaveCount(0);
});
