/** Two towers and a ranker are trained and put behind each other; a cut-off is moved, and what it costs is compared. */
import { openLab, openTab, trainTenSteps } from './actions';
import { sidewaysScroll } from './fits';
import { expect, expectAccessible, test, type Page } from './lab';

const panel = (page: Page) => page.getByRole('tabpanel', { name: 'Funnel' });
const tried = (page: Page) => panel(page).getByRole('group', { name: 'Cut-offs tried' }).locator('tbody tr');

test('two towers and a ranker are put behind each other, two cut-offs are compared, and a person is followed', async ({
  page,
}) => {
  test.slow();
  await openLab(page);
  await openTab(page, 'Funnel');
  await expect(panel(page)).toContainText('Train a funnel, or two towers on this data');

  await trainTenSteps(page);
  await page.locator('.side-panel select').first().selectOption('din');
  await trainTenSteps(page);

  await expect(panel(page).getByRole('combobox', { name: /^Run of stage/ })).toHaveCount(2);
  await expect(panel(page).getByRole('combobox', { name: 'Run of stage 1' })).toContainText('two towers');
  const keep = panel(page).getByRole('textbox', { name: 'Items that stage 1 keeps' });
  await keep.fill('50');
  const ask = panel(page).getByRole('button', { name: 'Run the test users through' });
  await ask.click();
  await expect(tried(page)).toHaveCount(1, { timeout: 400_000 });
  await expect(tried(page).first()).toContainText('50 → 20');

  // By keys, to the round number below.
  await panel(page).getByRole('slider', { name: 'Cut-off of stage 1' }).press('ArrowLeft');
  await expect(keep).toHaveValue('20');
  await ask.click();
  await expect(tried(page)).toHaveCount(2, { timeout: 400_000 });
  await expect(tried(page).first()).toContainText('20 → 20');

  const found = panel(page).getByRole('region', { name: 'What each stage keeps' });
  await expect(found.getByRole('listitem').filter({ has: page.getByRole('heading') })).toHaveCount(2);
  await found.getByRole('button', { name: 'Show as table' }).click();
  await expect(found.locator('tbody tr')).toHaveCount(2);
  await expectAccessible(page, 'funnel', '.tab-page');

  const person = panel(page).getByRole('region', { name: 'One person’s items' });
  await person.getByRole('button', { name: 'Next user' }).click();
  await keep.fill('2');
  await person.getByRole('button', { name: 'Follow this person' }).click();
  const items = person.locator('tbody tr');
  await expect(items.filter({ hasText: '(held out)' })).toHaveCount(1, { timeout: 400_000 });
  // Five of the first stage are followed, of which it hands on two.
  await expect.poll(() => items.filter({ hasText: 'left out' }).count()).toBeGreaterThanOrEqual(3);
  await expectAccessible(page, 'funnel of a person', '.tab-page');

  const titles = panel(page).locator('.funnel-stage');
  await panel(page).getByRole('button', { name: 'Remove stage 2' }).click();
  await expect(titles).toHaveCount(1);
  await expect(panel(page).getByRole('button', { name: 'Add a stage' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(titles).toHaveCount(2);
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await sidewaysScroll(page)).toBeLessThanOrEqual(0);
});
