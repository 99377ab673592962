/** The map: items in the plane, a person among them, and what is nearest to one, by keys, as training goes on. */
import { atRest, openLab, openTab, setBatch, transport } from './actions';
import { expect, expectAccessible, test, type Page } from './lab';

const map = (page: Page) => page.getByRole('region', { name: 'Map of items' });
const plot = (page: Page) => map(page).getByRole('application');
const said = (page: Page) => map(page).getByRole('status').filter({ hasText: /./ });

async function stepOn(page: Page, n: 1 | 10, to: number): Promise<void> {
  await page.getByRole('combobox', { name: 'Number of steps' }).selectOption({ label: `${n} ×` });
  await transport(page, 'Step').click();
  // The first one compiles.
  await expect(page.locator('.progress-words')).toHaveText(new RegExp(`paused.*step ${to}$`), { timeout: 400_000 });
  await atRest(page);
}

/** How many colours the canvas has; its ground is the page's. */
const coloursDrawn = (page: Page): Promise<number> =>
  map(page)
    .locator('canvas')
    .evaluate((element) => {
      const canvas = element as HTMLCanvasElement;
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
      const found = new Set<number>();
      for (let at = 0; at < data.length; at += 4)
        if (data[at + 3]! > 200) found.add((data[at]! << 16) | (data[at + 1]! << 8) | data[at + 2]!);
      return found.size;
    });

test('points are seen, a person is chosen, an item has neighbours by keys, and the next step is another map', async ({
  page,
}) => {
  await openLab(page);
  await setBatch(page, 32);
  await openTab(page, 'Map');
  await expect(page.getByText('Items appear here as points once there are weights')).toBeVisible();
  await stepOn(page, 10, 10);
  await expect(plot(page)).toHaveAccessibleName(
    /^Map of items: All \d+ items\. Coloured by subject: .+ Marked: User vector/,
  );
  await expect(map(page)).toContainText('Weights from step 10.');
  await expect.poll(() => coloursDrawn(page), 'a canvas with points in the colours of their values').toBeGreaterThan(6);

  // The next reader; Retrieval then has the same one.
  const user = map(page).getByRole('combobox', { name: 'User' });
  const [first, before] = [await user.inputValue(), await plot(page).getAttribute('aria-label')];
  await map(page).getByRole('button', { name: 'Next user' }).click();
  await expect(user).not.toHaveValue(first);
  await expect(plot(page)).not.toHaveAttribute('aria-label', before!);
  const second = await user.inputValue();
  await openTab(page, 'Retrieval');
  await expect(page.getByRole('region', { name: 'Retrieval' }).getByRole('combobox', { name: 'User' })).toHaveValue(
    second,
  );
  await openTab(page, 'Map');
  await expect(user).toHaveValue(second);

  // From item to item by the arrow keys: the first is of the list.
  await plot(page).focus();
  await page.keyboard.press('ArrowRight');
  await expect(said(page)).toContainText('Top 10');
  const title = (await said(page).innerText()).split(',')[0]!;
  await page.keyboard.press('Enter');
  const neighbours = map(page).getByRole('group', { name: `Nearest to ${title}` });
  await expect(neighbours.getByRole('listitem')).toHaveCount(10);
  const cosines = (await neighbours.locator('em').allInnerTexts()).map(Number);
  expect(cosines).toEqual(cosines.toSorted((a, b) => b - a));
  expect(cosines[0]).toBeLessThanOrEqual(1);
  await map(page).getByRole('button', { name: 'Show as table' }).click();
  await expect(map(page).getByRole('row').nth(1)).toContainText(`cosine ${cosines[0]!.toFixed(3)}`);
  await expectAccessible(page, 'the map');

  // On the next step neighbours are those of that step.
  const listed = await neighbours.innerText();
  await stepOn(page, 10, 20);
  await expect(map(page)).toContainText('Weights from step 20.');
  await expect.poll(() => neighbours.innerText()).not.toBe(listed);

  // Back: the map of the snapshot, of the items that it has.
  await page.getByRole('slider', { name: 'Step shown' }).focus();
  await page.keyboard.press('Home');
  await expect(map(page)).toContainText('whose vectors the snapshot of this step has');
  await page.getByRole('region', { name: 'Timeline' }).getByRole('button', { name: 'Live' }).click();
  await expect(map(page)).toContainText('Weights from step 20.');

  await plot(page).focus();
  await page.keyboard.press('Escape');
  await expect(neighbours).toBeHidden();
});
