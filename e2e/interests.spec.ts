/** Towers with many interests: what each of them retrieves, while they train and after. */
import { readFileSync } from 'node:fs';
import { atRest, openLab, openTab, setBatch, transport } from './actions';
import { node } from './drawing';
import { expect, expectAccessible, test } from './lab';

const AT_STEP = /(?:Weights f|F)rom step ([\d,]+)/;

test('MIND shows one list for each interest of a person, which follow the training, say what they are made of, and are merged', async ({
  page,
}) => {
  await openLab(page);
  await page
    .getByRole('region', { name: 'Towers' })
    .getByRole('combobox', { name: 'Towers' })
    .selectOption({ label: 'MIND' });
  await expect(node(page, 'interests')).toBeVisible();
  await setBatch(page, 32);
  await openTab(page, 'Retrieval');
  await transport(page, 'Start').click();
  const region = page.getByRole('region', { name: 'By interest' });
  const card = region.getByRole('article');
  await expect(card.first()).toBeVisible({ timeout: 90_000 });
  const stepOf = async () => Number((AT_STEP.exec(await region.innerText())?.[1] ?? '0').replaceAll(',', ''));
  const before = await stepOf();
  // The lists are live: asked again while training, without a click, and so are the lists above them.
  await expect.poll(stepOf, { timeout: 90_000 }).toBeGreaterThan(before);
  const explorer = page.getByRole('region', { name: 'Retrieval' });
  const listsStep = async () => Number((AT_STEP.exec(await explorer.innerText())?.[1] ?? '0').replaceAll(',', ''));
  await expect.poll(listsStep, { timeout: 90_000 }).toBeGreaterThan(before);
  await expect(explorer.getByRole('checkbox', { name: 'Follow training' })).toBeChecked();

  await transport(page, 'Stop').click();
  await atRest(page);
  for (const part of [explorer, region])
    await expect(part, 'lists of a step before').toHaveAttribute('aria-busy', 'false');
  await expect(region.getByText(/^Weights from step/)).toBeVisible({ timeout: 30_000 });
  const count = await card.count();
  await expect(region.getByText(`${count} of 4 interests active`)).toBeVisible();
  expect(count).toBeGreaterThan(1);
  // Interests stand beside and below each other: none is hidden behind a sideways scroll.
  const cards = region.getByRole('group', { name: 'By interest', exact: true });
  expect(await cards.evaluate((pane) => pane.scrollWidth - pane.clientWidth)).toBe(0);
  // The history, from which all is explained, comes first.
  const headings = await explorer.getByRole('heading', { level: 2 }).allInnerTexts();
  expect(headings[0]).toMatch(/^History, newest first/);
  for (const own of await card.all()) {
    for (const part of ['Built from', 'Categories in', 'Categories out'])
      await expect(own.getByRole('heading', { name: part })).toBeVisible();
    await expect(own.locator('ol').getByRole('listitem')).toHaveCount(10);
  }
  // What is merged was found by some interest, and each says how much of it is its own.
  const merged = region.getByRole('group', { name: /^Merged/ }).getByRole('listitem');
  await expect(merged).toHaveCount(10);
  for (const item of await merged.all()) await expect(item).toContainText(/found by \d/);
  const taken = await card
    .locator('p')
    .filter({ hasText: /of the merged list/ })
    .allInnerTexts();
  expect(taken.map((text) => Number(/^\d+/.exec(text)![0])).reduce((a, b) => a + b, 0)).toBe(10);
  // The merged list is the towers' own.
  const titles = await page
    .getByRole('group', { name: 'Towers', exact: true })
    .getByRole('listitem')
    .locator('b')
    .allInnerTexts();
  expect(await merged.locator('b').allInnerTexts()).toEqual(titles);

  // What each past event gives to each of them: what its place counts, 1 on average, divided among the active ones.
  const routing = region.getByRole('group', { name: 'Weights of past events by interest' }).first();
  await expect(routing.getByText(/a row adds up to the weight of its place/)).toBeVisible();
  const events = routing.locator('tbody tr');
  await expect(events.first().getByRole('rowheader')).toHaveText(
    await explorer.locator('ol.history li b').first().innerText(),
  );
  await expect(routing.locator('tfoot td').last()).toHaveText(`${await events.count()}.00`);

  // Why an item is in the list of an interest: the reasons take the place of Popularity, and go back where they began.
  const last = card.last();
  const interest = (await last.getByRole('heading', { level: 3 }).innerText()).replace('Interest ', '');
  const listed = last.getByRole('button', { name: new RegExp(`^Why .+, by interest ${interest}\\?$`) });
  await expect(listed).toHaveCount(10);
  await listed.first().click();
  const why = explorer.getByRole('region', { name: /^Why / });
  await expect(why.getByText(`Found by interest ${interest}.`)).toBeVisible({ timeout: 120_000 });
  await expect(listed.first()).toHaveAttribute('aria-pressed', 'true');
  await why.getByRole('button', { name: 'Close' }).click();
  await expect(listed.first()).toBeFocused();

  // Over all users: the merged list, each interest alone, Popularity.
  const all = region.getByRole('group', { name: 'Over all users' }).first();
  await all.getByRole('button', { name: 'Test all users' }).click();
  await expect(all.getByRole('rowheader')).toHaveText(
    ['Merged', 'Interest 1', 'Interest 2', 'Interest 3', 'Interest 4', 'Popularity'],
    { timeout: 60_000 },
  );
  const [users, recall, coverage, headShare, least] = await all
    .getByRole('row', { name: /^Merged/ })
    .getByRole('cell')
    .allInnerTexts();
  expect(Number(users!.replaceAll(',', ''))).toBeGreaterThan(50);
  for (const share of [recall, coverage, headShare, least]) expect(Number(share)).toBeGreaterThan(0);
  expect(Number(headShare)).toBeLessThan(1);
  await expect(
    all
      .getByRole('row', { name: /^Popularity/ })
      .getByRole('cell')
      .nth(3),
  ).toHaveText('1.000');
  await expect(all).toContainText(/\(\d+ users\)\./);
  // It is still there after a look at another panel.
  await openTab(page, 'Inside');
  await openTab(page, 'Retrieval');
  await expect(all.getByRole('rowheader')).toHaveCount(6, { timeout: 30_000 });

  // The vectors, for an index elsewhere.
  await page.getByRole('button', { name: 'Export' }).click();
  const downloading = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'Item vectors, and user vectors at the end of the log (.json)' }).click();
  const vectors: unknown = JSON.parse(readFileSync(await (await downloading).path(), 'utf8'));
  expect(vectors).toMatchObject({
    format: 'tower-lab/vectors',
    rule: 'max-inner-product',
    asOf: 'end',
    users: { interests: 4 },
  });
  // And a score for each row of the log.
  await page.getByRole('button', { name: 'Export' }).click();
  const scoring = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'The log, with a score for each row (.csv)' }).click();
  const scored = await scoring;
  expect(scored.suggestedFilename()).toMatch(/-step-\d+\.scored\.csv$/);
  const [head, ...rows] = readFileSync(await scored.path(), 'utf8')
    .trimEnd()
    .split('\r\n');
  expect(head).toMatch(/,score$/);
  expect(rows.filter((row) => /,-?\d+(\.\d+)?(e-?\d+)?$/.test(row)).length).toBeGreaterThan(rows.length / 2);

  // Described by another field, and with variety.
  await region.getByRole('combobox', { name: 'Variety' }).selectOption('1');
  await expect.poll(async () => (await merged.locator('b').allInnerTexts()).join()).not.toBe(titles.join());
  await region.getByRole('combobox', { name: 'Describe interests by' }).selectOption('none');
  await expect(card.first().getByRole('heading', { name: 'Categories in' })).toHaveCount(0);
  await expectAccessible(page, 'interest lists');
});
