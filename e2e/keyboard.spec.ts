/** The whole path without a mouse. */
import { atRest, dataDialog, openLab, transport } from './actions';
import { notice } from './drawing';
import { expect, test } from './lab';

test('everything is reached with Tab, and what has the focus shows it', async ({ page }) => {
  await openLab(page);
  const seen: string[] = [];
  for (let i = 0; i < 40; i++) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(() => {
      const element = document.activeElement;
      if (!element || element === document.body) return null;
      const style = getComputedStyle(element);
      const box = element.getBoundingClientRect();
      return {
        name: `${element.outerHTML.slice(0, 120)} ${element.getAttribute('aria-label') ?? element.textContent?.slice(0, 30) ?? ''}`,
        shown: (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none',
        size: box.width * box.height,
      };
    });
    if (!focused) break;
    seen.push(focused.name);
    expect(focused.shown, `${focused.name} shows its focus`).toBe(true);
    expect(focused.size, `${focused.name} can be seen`).toBeGreaterThan(0);
  }
  const beyond = await page.evaluate(() => document.documentElement.scrollHeight - innerHeight);
  expect(beyond, 'panels scroll, the page does not').toBe(0);
  expect(seen.length).toBeGreaterThan(15);
});

test('focus comes back from a dialog, a node that has it is in view, and a double click starts once', async ({
  page,
}) => {
  await openLab(page);
  const start = transport(page, 'Start');
  for (const key of ['?', 'd']) {
    await start.focus();
    await page.keyboard.press(key);
    await expect(page.getByRole('dialog')).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await expect(start, `after ${key}`).toBeFocused();
  }

  const board = page.locator('.board');
  const isInView = async (): Promise<boolean> => {
    const [pane, node] = await Promise.all([board.boundingBox(), page.locator('[data-node]:focus').boundingBox()]);
    return node!.x >= pane!.x && node!.x + node!.width <= pane!.x + pane!.width + 1 && node!.y >= pane!.y;
  };
  await page.keyboard.press('g');
  await expect.poll(isInView, 'the first').toBe(true);
  for (const key of ['ArrowUp', 'ArrowRight', 'ArrowDown', 'ArrowDown', 'ArrowLeft']) {
    await page.keyboard.press(key);
    await expect.poll(isInView, key).toBe(true);
  }

  // One drawing after another, each where it can be read: the objective is the top of the towers.
  for (const id of ['mind', 'sdm', 'two-tower']) {
    await page.locator('.side-panel select').first().selectOption(id);
    const [pane, top] = [board, page.locator('[data-node="softmax"]')];
    await expect
      .poll(async () => {
        const [around, own] = await Promise.all([pane.boundingBox(), top.boundingBox()]);
        return (
          Math.abs(own!.x + own!.width / 2 - (around!.x + around!.width / 2)) < around!.width / 4 && own!.y > around!.y
        );
      }, id)
      .toBe(true);
  }

  // Slow enough that the run has begun when the second click comes.
  await start.dblclick({ delay: 200 });
  await expect(transport(page, 'Pause')).toBeVisible();
  await expect(page.locator('.progress-words')).toContainText(/epoch|converged/);
});

test('by keys alone: a block is added, connected and set, the towers train, and a step is taken back', async ({
  page,
}) => {
  const press = async (...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  const focused = page.locator('[data-node]:focus');
  const option = page.getByRole('dialog').locator('.choice[aria-selected=true]');
  const bar = page.locator('.drawing-bar');
  await openLab(page);
  await press('g');
  for (let i = 0; i < 12 && (await focused.getAttribute('data-node')) !== 'match'; i++) await press('ArrowUp');
  await press('ArrowDown');
  await expect(focused).toHaveAttribute('data-node', /-mix$/);

  // A block that does not fit around this one is found where it does; there it stands with nothing to read.
  await press('a');
  await page.keyboard.type('past users');
  await expect(option).toContainText('in the item tower, not connected');
  await press('Enter');
  await expect(page.locator('.inspector h2')).toBeFocused();
  await expect(bar).toContainText('1 problem');
  // Its first field, by Tab past the actions.
  await press('Tab', 'Tab', 'Space');
  await expect(bar).not.toContainText('problem');
  await press('Escape');
  await expect(focused).toHaveAttribute('data-node', 'item-past-users');
  await press('i');
  await expect(notice(page), 'it has no input').toHaveText('Nothing fits here.');
  await press('a');
  await page.keyboard.type('pool');
  await expect(option).toContainText('Pool');
  await press('Enter');
  await expect(page.locator('.inspector h2')).toBeFocused();
  await press('Escape');
  await expect(focused).toHaveAttribute('data-node', 'item-pool');
  // Into what the MLP sees; and back, since both towers are to have one width there.
  await press('c');
  await page.keyboard.type('item-dropout');
  await expect(option).toContainText('replacing Concat');
  await press('Escape');
  await expect(focused, 'the node has the focus again').toHaveAttribute('data-node', 'item-pool');
  await press('c');
  await page.keyboard.type('item-base');
  await expect(option).toContainText('at position 3');
  await press('Enter');
  await expect(bar).toContainText('problem');
  await press('ControlOrMeta+z');
  await expect(bar).not.toContainText('problem');

  // A setting of the pool: half-life, up by one step; then a step of the training.
  await expect(focused).toHaveAttribute('data-node', 'item-pool');
  await press('Enter', 'Tab', 'Tab', 'Tab');
  const halfLife = page.getByRole('textbox', { name: 'Half-life' });
  await expect(halfLife).toBeFocused();
  await press('ArrowUp');
  await expect(halfLife).toHaveValue('10.5');
  await press('Escape', 'n');
  await expect(page.locator('.progress-words')).toContainText('step 1');
});

test('by keys alone: a smaller world, a parameter and its undo, a step, a list of items', async ({ page }) => {
  await openLab(page);

  // The data panel, a row of the form at a time.
  await page.keyboard.press('d');
  const dialog = dataDialog(page);
  await expect(dialog).toBeVisible();
  const load = dialog.getByRole('button', { name: 'Load this world' });
  for (let i = 0; i < 20 && !(await load.evaluate((button) => button === document.activeElement)); i++)
    await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(transport(page, 'Start')).toBeEnabled();

  // A parameter of a node, and back.
  await page.keyboard.press('g');
  await expect(page.locator('[data-node]:focus')).toHaveCount(1);
  const first = await page.locator('[data-node]:focus').getAttribute('data-node');
  for (const key of ['ArrowUp', 'ArrowRight', 'ArrowLeft', 'ArrowDown']) await page.keyboard.press(key);
  await page.keyboard.press('ArrowUp');
  await expect(page.locator('[data-node]:focus')).toHaveCount(1);
  expect(await page.locator('[data-node]:focus').getAttribute('data-node'), 'an arrow moved along the graph').not.toBe(
    first,
  );
  await page.keyboard.press('Enter');
  const settings = page.locator('.side-panel');
  await expect(settings.getByText(/^Source: /)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.locator('[data-node]:focus')).toHaveCount(1);

  // Batch, by keys: Tab to the field, type, leave, undo and redo.
  await page.keyboard.press('Escape');
  const batch = page.getByRole('textbox', { name: /^Batch/ });
  for (let i = 0; i < 80 && !(await batch.evaluate((field) => field === document.activeElement)); i++)
    await page.keyboard.press('Tab');
  await expect(batch).toBeFocused();
  const before = await batch.inputValue();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('32');
  await page.keyboard.press('Tab');
  await expect(batch).toHaveValue('32');
  // Letters belong to a field of text while it has the focus: on to the tabs of the results.
  for (let i = 0; i < 40 && !(await page.evaluate(() => document.activeElement?.matches('[role=tab]'))); i++)
    await page.keyboard.press('Tab');
  await page.keyboard.press('ControlOrMeta+z');
  await expect(batch).not.toHaveValue('32');
  await page.keyboard.press('ControlOrMeta+y');
  await expect(batch).toHaveValue('32');
  expect(before).not.toBe('32');

  await page.keyboard.press('n');
  await expect(page.locator('.progress-words')).toContainText('step 1');
  await atRest(page);
  await page.keyboard.press('4');
  await expect(page.locator('.ranked li').first()).toBeVisible();
});
