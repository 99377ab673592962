/** Why an item is listed, and what a list would be for somebody else: events struck and added, a new person. */
import { atRest, openLab, openTab, retrieve, setBatch, transport } from './actions';
import { expect as patient, expectAccessible, test, type Page } from './lab';

/** The first answer to each question compiles its shaders. */
const expect = patient.configure({ timeout: 120_000 });

const explorer = (page: Page) => page.getByRole('region', { name: 'Retrieval' });
const listed = (page: Page) =>
  explorer(page).getByRole('group', { name: 'Towers', exact: true }).getByRole('listitem').locator('b');
const history = (page: Page) => explorer(page).locator('ol.history');
const tableOf = async (page: Page): Promise<{ parts: number[]; score: number }> => {
  const numbers = await explorer(page).locator('.why table td').allInnerTexts();
  const values = numbers.map((text) => Number(text.replace('−', '-')));
  return { parts: values.slice(0, -1), score: values.at(-1)! };
};

test('says why an item is listed, and what is listed for a person who is changed or new', async ({ page }) => {
  test.slow();
  await openLab(page);
  await setBatch(page, 32);
  await transport(page, 'Start').click();
  await expect(page.locator('.progress-words')).toContainText('step');
  await transport(page, 'Stop').click();
  await atRest(page);
  await openTab(page, 'Retrieval');
  await expect(listed(page).first()).toBeVisible();
  const before = await retrieve(page, 'a', 10);

  // By the keyboard: the row, the reasons, and back.
  const row = explorer(page).getByRole('button', { name: `Why ${before[0]}?` });
  await row.focus();
  await page.keyboard.press('Enter');
  const why = explorer(page).getByRole('region', { name: `Why ${before[0]}`, exact: true });
  await expect(why.getByRole('heading')).toBeFocused();
  await expect(why.getByText(/^(Most for it|Most against it): /)).toBeVisible();
  for (const by of [
    'Channels of the user tower',
    'Fields the user tower reads',
    'Past events',
    'Fields the item tower reads',
  ]) {
    await why.getByRole('combobox', { name: 'Split the score by' }).selectOption(by);
    if (by.startsWith('Channels')) await why.getByRole('button', { name: 'Show as table' }).click();
    const { parts, score } = await tableOf(page);
    expect(parts.length).toBeGreaterThan(1);
    // Each number is rounded to three digits.
    expect(Math.abs(parts.reduce((sum, value) => sum + value, 0) - score), by).toBeLessThan(
      0.0006 * (parts.length + 1),
    );
  }
  await expectAccessible(page, 'why');
  await why.getByRole('button', { name: 'Close' }).click();
  await expect(row).toBeFocused();
  await expect(explorer(page).getByRole('group', { name: 'Popularity', exact: true })).toBeVisible();

  // An event less moves the list, and back again.
  const newest = await history(page).getByRole('listitem').first().locator('b').innerText();
  await history(page)
    .getByRole('button', { name: `Strike ${newest}` })
    .first()
    .click();
  await expect.poll(() => listed(page).allInnerTexts()).not.toEqual(before);
  await expect(explorer(page).getByRole('status').filter({ hasText: 'Changed: 1 event struck.' })).toBeVisible();
  await expectAccessible(page, 'an event struck');
  await history(page)
    .getByRole('button', { name: `Restore ${newest}` })
    .click();
  await expect.poll(() => listed(page).allInnerTexts()).toEqual(before);

  // Another field, and all as it was.
  await explorer(page).getByText('Fields', { exact: true }).click();
  const field = explorer(page).getByRole('group', { name: 'Fields' }).getByRole('combobox').first();
  const own = await field.inputValue();
  const other = await field
    .locator('option')
    .evaluateAll(
      (options, now) => options.map((option) => (option as HTMLOptionElement).value).find((one) => one && one !== now)!,
      own,
    );
  await field.selectOption(other);
  await expect(explorer(page).getByText('Changed: 1 field set.')).toBeVisible();
  await explorer(page).getByRole('button', { name: 'As it was' }).click();
  await expect(field).toHaveValue(own);
  await expect.poll(() => listed(page).allInnerTexts()).toEqual(before);

  // Somebody who is not in the log had these five.
  await explorer(page).getByRole('button', { name: 'New person' }).click();
  await expect(explorer(page).getByRole('combobox', { name: 'User' })).toHaveValue('New person');
  await expect(history(page).getByRole('listitem')).toHaveCount(0);
  const add = explorer(page).getByRole('combobox', { name: 'Add an event' });
  for (const title of before.slice(0, 5)) {
    await add.fill(title);
    await expect(explorer(page).getByRole('listbox', { name: 'Items found' }).getByRole('option').first()).toHaveText(
      title,
    );
    await add.press('Enter');
    await expect(history(page).getByRole('listitem').first().locator('b')).toHaveText(title);
  }
  await expect(history(page).getByRole('listitem')).toHaveCount(5);
  await expect(listed(page)).toHaveCount(10);
  // What somebody has had is not shown again.
  await expect
    .poll(async () => (await listed(page).allInnerTexts()).filter((title) => before.slice(0, 5).includes(title)))
    .toEqual([]);
  await expect(explorer(page), 'the lists before the fifth event').toHaveAttribute('aria-busy', 'false');
  const [first] = await listed(page).allInnerTexts();
  await explorer(page)
    .getByRole('button', { name: `Why ${first}?` })
    .click();
  const reasons = explorer(page).getByRole('region', { name: `Why ${first}`, exact: true });
  await reasons.getByRole('combobox', { name: 'Split the score by' }).selectOption('Past events');
  await expect(reasons.locator('.why-parts li:not(.apart)')).toHaveCount(6);
  await expectAccessible(page, 'a new person');
});
