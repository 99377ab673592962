/** A drawing is not lost: shared by a link, saved under a name, taken home as a file, and brought back from each. */
import { readFileSync } from 'node:fs';
import { deflateRawSync } from 'node:zlib';
import type { Browser } from 'playwright/test';
import { atRest, dataButton, openLab, setBatch, transport } from './actions';
import { expect, expectAccessible, test, type Page } from './lab';

const picker = (page: Page) => page.getByRole('region', { name: 'Towers', exact: true }).getByRole('combobox');
const undo = (page: Page) => page.getByRole('banner').getByRole('button', { name: 'Undo' });
const seed = (page: Page) => page.getByRole('textbox', { name: 'Seed' });
const mine = (page: Page) => page.getByRole('dialog', { name: 'My towers' });

/** The towers on screen as a file. */
async function taken(page: Page): Promise<string> {
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByRole('menuitem', { name: /^Towers/ }).click();
  return readFileSync(await (await download).path(), 'utf8');
}

const bring = (page: Page, text: string, name = 'some.towers.json') =>
  page.getByTestId('import-weights').setInputFiles({ name, mimeType: 'application/json', buffer: Buffer.from(text) });

async function shared(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Share' }).click();
  const dialog = page.getByRole('dialog', { name: 'Share these towers' });
  await expect(dialog).toContainText('Not in the link: rows of data, weights, curves and results.');
  const link = await dialog.getByRole('textbox', { name: 'Link' }).inputValue();
  await page.keyboard.press('Escape');
  return link;
}

/** Towers that no preset draws, on data that is not the first. */
async function draw(page: Page): Promise<void> {
  await dataButton(page).click();
  const dialog = page.getByRole('dialog', { name: 'Data' });
  await dialog.getByRole('radio', { name: /tea/i }).check();
  await dialog.getByRole('button', { name: /^Load/ }).click();
  await expect(dialog).toBeHidden({ timeout: 60_000 });
  await picker(page).selectOption('senet');
  await expect(picker(page)).toHaveValue('senet');
  await setBatch(page, 48);
  await seed(page).fill('17');
  await seed(page).press('Tab');
}

/** A page of a profile that has never been here. */
async function fresh(browser: Browser, link: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await page.goto(link);
  await expect(dataButton(page)).toHaveText(/[\d,]+ events/);
  await expect(page.locator('[data-node]').first()).toBeVisible();
  return page;
}

test('a link opens the same towers on the same world, at once where there is nothing else, and asked for where there is', async ({
  page,
  browser,
}) => {
  await openLab(page);
  await draw(page);
  await page.getByRole('tab', { name: 'Inside' }).click();
  const file = await taken(page);
  const link = await shared(page);
  const data = (await dataButton(page).textContent())!;

  const alone = await fresh(browser, link);
  expect(new URL(alone.url()).hash).toBe('');
  await expect(dataButton(alone)).toHaveText(data);
  await expect(seed(alone)).toHaveValue('17');
  await expect(alone.getByRole('tab', { name: 'Inside' })).toHaveAttribute('aria-selected', 'true');
  expect(await taken(alone)).toBe(file);
  await alone.context().close();

  // With a run of its own the page asks, changes nothing on a no, and takes a yes back by Undo.
  const other = await (await browser.newContext()).newPage();
  await openLab(other);
  await setBatch(other, 64);
  await transport(other, 'Step').click();
  await expect(other.locator('.progress-words')).toContainText('step 1', { timeout: 90_000 });
  await transport(other, 'Stop').click();
  await atRest(other);
  const own = await taken(other);
  const question = other.getByRole('alertdialog', { name: 'Open the shared towers?' });
  for (const [answer, reloads] of [
    ['Not now', true],
    ['Open', false],
  ] as const) {
    if (reloads) {
      await other.goto('about:blank');
      await other.goto(link);
    } else await other.evaluate((hash) => void (location.hash = hash), new URL(link).hash);
    await expect(question).toContainText('Your run stays in the list of runs.');
    await expectAccessible(other, 'asked about a link');
    expect(new URL(other.url()).hash).toBe('');
    await question.getByRole('button', { name: answer }).click();
    if (answer === 'Not now') expect(await taken(other)).toBe(own);
  }
  await expect(dataButton(other)).toHaveText(data, { timeout: 60_000 });
  await expect(seed(other)).toHaveValue('17');
  expect(await taken(other)).toBe(file);
  await other.getByRole('tab', { name: 'Runs' }).click();
  await expect(other.locator('.run-entry')).toHaveCount(1);
  await undo(other).click();
  expect(JSON.parse(await taken(other))).toMatchObject({
    settings: (JSON.parse(own) as { settings: object }).settings,
  });
  await other.context().close();
});

test('links that mean harm are refused where it is seen, and the page works on', async ({ page, browser }) => {
  await openLab(page);
  const towers = JSON.parse(await taken(page)) as { graph: { title: string; nodes: object[]; tables: object[] } };
  const link = { format: 'tower-lab/link', version: 1, towers, world: null, tab: 'curves' };
  const packed = (bytes: Uint8Array | string): string => `#towers=${deflateRawSync(bytes).toString('base64url')}`;
  const linkOf = (change: object): string => packed(JSON.stringify({ ...link, ...change }));
  const graphOf = (change: object): string => linkOf({ towers: { ...towers, graph: { ...towers.graph, ...change } } });
  const [node] = towers.graph.nodes;
  const refused = page.getByRole('alert').filter({ hasText: 'The share link was not opened.' });
  for (const [hash, says] of [
    [`#towers=${'A'.repeat(60_000)}`, 'The link has 60,008 characters'],
    [packed(new Uint8Array(30e6)), 'The link is damaged.'],
    ['#towers=%%%', 'The link is damaged.'],
    [packed('{"format":'), 'The link is damaged.'],
    [linkOf({ version: 99 }), 'made by a newer version'],
    [linkOf({ world: { id: 'atlantis', events: 4000, seed: 1 } }), 'no sample data “atlantis”'],
    [graphOf({ nodes: Array.from({ length: 501 }, (_, i) => ({ ...node, id: `n${i}` })) }), '501 nodes'],
    [graphOf({ tables: [{ ...towers.graph.tables[0], width: 1e9 }] }), 'tables.0.width'],
    [graphOf({ nodes: [{ ...node, block: '<img src=x onerror=alert(1)>' }] }), '<img src=x onerror=alert(1)>'],
    [packed(JSON.stringify(link).replace('"graph":{', '"graph":{"__proto__":{"x":1},')), '__proto__'],
    [graphOf({ nodes: [node, node] }), 'have the same name'],
  ] as const) {
    await page.evaluate((to) => void (location.hash = to), hash);
    await expect(refused, hash.slice(0, 80)).toContainText(says);
    expect(new URL(page.url()).hash).toBe('');
    await refused.getByRole('button', { name: 'Dismiss' }).click();
    await expect(refused).toHaveCount(0);
  }
  await expect(page.getByRole('alertdialog')).toHaveCount(0);
  expect(JSON.parse(await taken(page))).toEqual(towers);

  // One at the door: the page opens as ever, and says why it is not what was wanted.
  const first = await fresh(browser, `${page.url()}${linkOf({ version: 99 })}`);
  await expect(first.getByRole('alert').filter({ hasText: 'made by a newer version' })).toBeVisible();
  await expectAccessible(first, 'a refused link');
  expect(JSON.parse(await taken(first))).toEqual(towers);
  await first.context().close();
  // A title is text, whatever it says; a log that is not there is said.
  const text = await fresh(browser, `${page.url()}${graphOf({ title: '<b>bold</b>' })}`);
  await expect(text.locator('.header .document')).toContainText('<b>bold</b>');
  await expect(text.getByRole('status').filter({ hasText: 'drawn for a log that is not in the link' })).toBeVisible();
  await text.context().close();
});

test('towers that were saved are there after a reload: opened, renamed, replaced when asked, deleted and put back', async ({
  page,
}) => {
  await openLab(page);
  await draw(page);
  const file = await taken(page);
  await page.locator('body').click({ position: { x: 2, y: 2 } });
  await page.keyboard.press('s');
  const name = mine(page).getByRole('textbox', { name: 'Save the towers on screen as' });
  await expect(name).toBeFocused();
  await name.fill('Gates, 17');
  await page.keyboard.press('Enter');
  await expect(mine(page).getByRole('status').filter({ hasText: 'Saved as “Gates, 17”.' })).toBeVisible();
  await expect(mine(page).getByRole('listitem')).toContainText('SENet two towers');
  await expectAccessible(page, 'my towers');

  await page.reload();
  await expect(dataButton(page)).toHaveText(/[\d,]+ events/);
  await page.keyboard.press('s');
  await mine(page).getByRole('button', { name: 'Open “Gates, 17”' }).click();
  await expect(mine(page)).toBeHidden();
  await expect(seed(page)).toHaveValue('17');
  const opened = JSON.parse(await taken(page)) as { graph: { title: string } };
  expect(opened).toMatchObject({ graph: { title: 'Gates, 17' }, settings: { seed: 17, batch: 48 } });
  expect(opened.graph).toMatchObject({ nodes: (JSON.parse(file) as { graph: { nodes: object[] } }).graph.nodes });
  await undo(page).click();
  await expect(seed(page)).not.toHaveValue('17');

  await picker(page).selectOption('saved:Gates, 17');
  await expect(seed(page)).toHaveValue('17');
  await seed(page).fill('18');
  await seed(page).press('Tab');
  await page.getByRole('button', { name: 'My towers…' }).click();
  await name.fill('Gates, 17');
  await page.keyboard.press('Enter');
  await expect(mine(page).getByRole('alert')).toContainText('“Gates, 17” exists already.');
  await mine(page).getByRole('button', { name: 'Replace it' }).click();
  await expect(mine(page).getByRole('listitem')).toHaveCount(1);
  await name.fill('Other');
  await page.keyboard.press('Enter');
  await expect(mine(page).getByRole('listitem')).toHaveCount(2);
  await mine(page).getByRole('button', { name: 'Rename “Other”' }).click();
  await mine(page).getByRole('textbox', { name: 'New name of “Other”' }).fill('Gates, 17');
  await page.keyboard.press('Enter');
  await expect(mine(page).getByRole('alert')).toContainText('“Gates, 17” exists already.');
  await mine(page).getByRole('button', { name: 'Delete “Other”' }).click();
  await expect(mine(page).getByRole('listitem')).toHaveCount(1);
  await mine(page).getByRole('button', { name: 'Rename “Gates, 17”' }).click();
  await mine(page).getByRole('textbox', { name: 'New name of “Gates, 17”' }).fill('Gates');
  await page.keyboard.press('Enter');
  await expect(mine(page).getByRole('heading', { name: 'Gates', exact: true })).toBeVisible();
  await mine(page).getByRole('button', { name: 'Delete “Gates”' }).click();
  await expect(mine(page).getByRole('listitem')).toHaveCount(0);
  await mine(page).getByRole('button', { name: 'Undo' }).click();
  await expect(mine(page).getByRole('listitem')).toContainText('Gates');
  await page.keyboard.press('Escape');
  await seed(page).fill('3');
  await seed(page).press('Tab');
  await picker(page).selectOption('saved:Gates');
  await expect(seed(page)).toHaveValue('18');
});

test('a browser that keeps nothing says so where towers are saved, and gives them to take home; a file comes back, also dropped', async ({
  page,
  context,
}) => {
  await context.addInitScript(() =>
    Object.defineProperty(self, 'indexedDB', {
      get() {
        throw new DOMException('denied', 'SecurityError');
      },
    }),
  );
  await openLab(page);
  await draw(page);
  await page.getByRole('button', { name: 'My towers…' }).click();
  await expect(mine(page).getByRole('alert')).toContainText('The browser refuses to store anything.');
  await mine(page).getByRole('button', { name: 'Save', exact: true }).click();
  await expect(mine(page).getByRole('alert')).toBeVisible();
  const download = page.waitForEvent('download');
  await mine(page).getByRole('button', { name: 'Download the towers on screen' }).click();
  const file = readFileSync(await (await download).path(), 'utf8');
  await page.keyboard.press('Escape');

  await picker(page).selectOption('classic');
  await expect(picker(page)).toHaveValue('classic');
  const said = page.getByRole('status').filter({ hasText: 'The towers of the file are on screen' });
  await bring(page, file);
  await expect(said).toBeVisible();
  await page.keyboard.press('Escape');
  expect(await taken(page)).toBe(file);
  await undo(page).click();
  await expect(picker(page)).toHaveValue('classic');
  await page.evaluate((text) => {
    const data = new DataTransfer();
    data.items.add(new File([text], 'x.towers.json'));
    const event = new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true });
    document.querySelector('.app')!.dispatchEvent(event);
  }, file);
  await expect(said).toBeVisible();
  await page.keyboard.press('Escape');
  expect(await taken(page)).toBe(file);

  const broken = JSON.parse(file) as { graph: { nodes: { block: string }[] } };
  broken.graph.nodes[0]!.block = 'miner';
  await bring(page, JSON.stringify(broken));
  await expect(page.getByRole('alert').filter({ hasText: 'Not imported.' })).toContainText('miner');
  await page.keyboard.press('Escape');
  expect(await taken(page)).toBe(file);
});

test('under the title stands what changed, and behind it every difference', async ({ page }) => {
  await openLab(page);
  const line = page.getByRole('banner').getByTitle('What changed');
  await expect(line).toHaveCount(0);
  await setBatch(page, 48);
  await expect(line).toContainText('Batch ');
  await line.click();
  const all = page.getByRole('dialog', { name: 'What changed' });
  await expect(all).toContainText('Compared with Two towers');
  await expect(all.getByRole('listitem')).toHaveText([/^Batch \d+ → 48$/]);
  await expectAccessible(page, 'what changed');
  await page.keyboard.press('Escape');
  await undo(page).click();
  await expect(line).toHaveCount(0);
});
