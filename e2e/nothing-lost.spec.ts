/** What a person has drawn, trained and chosen stays: other data, a stop, a pause, files dropped together. */
import { atRest, dataButton, dataDialog, openLab, openTab, setBatch, transport } from './actions';
import { expect, test } from './lab';
import { lendings } from './library-log';

test('a drawing is kept when other data is loaded, with problems where fields are missing, and so are the steps before', async ({
  page,
}) => {
  await openLab(page);
  await page.getByRole('combobox', { name: 'Towers' }).selectOption('SENet two towers');

  // The name of the drawing's library stands beside the view buttons, away from the figures of the lab.
  const [board, name] = [page.locator('.board'), page.locator('.react-flow__attribution')];
  const [around, own] = [(await board.boundingBox())!, (await name.boundingBox())!];
  expect(own.y + own.height).toBeLessThan(around.y + around.height / 4);

  // A click on a node takes the focus to its settings: Delete removes it all the same.
  const gate = page.locator('[data-node="user-gate"]');
  await gate.click();
  await expect(page.locator('.side-panel').getByText(/^Source: /)).toBeVisible();
  await page.keyboard.press('Delete');
  await expect(gate).toHaveCount(0);

  // A key right after Escape is not lost, though the focus is still on its way back from the dialog.
  await page.locator('[data-node="item-gate"]').click();
  await page.keyboard.press('a');
  await expect(page.getByRole('dialog', { name: 'Add a block' })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('F2');
  await expect(page.getByRole('dialog', { name: /^Rename/ })).toBeVisible();
  await page.keyboard.press('Escape');
  // Arrows go on from the node that was clicked.
  await page.locator('[data-node="item-gate"]').click();
  await page.keyboard.press('ArrowUp');
  await expect(page.locator('[data-node]:focus')).toHaveCount(1);
  await expect(page.locator('[data-node="item-gate"]')).not.toBeFocused();
  // Also a key that comes before the next frame, which must not take the focus back to the settings.
  await page.locator('[data-node="item-gate"]').evaluate(async (node: HTMLElement) => {
    node.click();
    document.activeElement!.dispatchEvent(
      new KeyboardEvent('keydown', { key: 'ArrowUp', bubbles: true, cancelable: true }),
    );
    for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);
  });
  await expect(page.locator('[data-node]:focus')).toHaveCount(1);
  await expect(page.locator('[data-node="item-gate"]')).not.toBeFocused();
  // Its lower left corner has nothing in it, wherever the towers stand.
  const canvas = page.locator('.react-flow__pane');
  await canvas.click({ position: { x: 8, y: (await canvas.boundingBox())!.height - 8 } });
  await expect(page.locator('.side-panel').getByText(/^Source: /), 'the canvas deselects').toHaveCount(0);
  await expect(page.locator('[data-node="item-gate"]')).toBeVisible();

  await dataButton(page).click();
  const dialog = dataDialog(page);
  await dialog.getByText('The recipe box').click();
  const load = dialog.getByRole('button', { name: 'Load this world' });
  await expect(load, 'it stands below the worlds without scrolling').toBeInViewport({ ratio: 1 });
  await load.click();
  await expect(dialog).toBeHidden();
  await expect(dataButton(page)).toContainText('The recipe box');
  await expect(page.locator('[data-node="item-gate"]'), 'the drawing is there').toBeVisible();
  await expect(gate).toHaveCount(0);
  await expect(
    page
      .locator('.choice-none, .problem-list, .drawing')
      .getByText(/problem/)
      .first(),
  ).toBeVisible();

  // The drawing went over as it was: the step before is the removal.
  await page.keyboard.press('Control+z');
  await expect(gate, 'what was removed before the load').toBeVisible();
});

test('a stopped run says so and goes on from there, and paused weights can be tested and exported', async ({
  page,
}) => {
  await openLab(page);
  await setBatch(page, 64);
  await transport(page, 'Step').click();
  await expect(transport(page, 'Resume')).toBeEnabled();
  await openTab(page, 'Result');
  await page.getByRole('button', { name: 'Test these weights' }).click();
  await expect(page.getByText('Current weights (step 1).')).toBeVisible();
  await page.getByRole('button', { name: 'Export' }).click();
  await expect(page.getByRole('menuitem', { name: /^Item vectors/ })).toBeEnabled();
  await page.keyboard.press('Escape');
  await transport(page, 'Stop').click();
  await atRest(page);
  await expect(page.locator('.progress-words')).toContainText('stopped after 1 step');

  // A further step goes on with these weights; fresh ones have a button of their own.
  await transport(page, 'Step').click();
  await expect(page.locator('.progress-words')).toContainText('step 2');
  await transport(page, 'Stop').click();
  await atRest(page);
  await expect(transport(page, 'Continue')).toBeEnabled();
  await transport(page, 'Start anew').click();
  await expect(transport(page, 'Pause')).toBeEnabled();
  await transport(page, 'Stop').click();
  await atRest(page);
});

test('a number out of range keeps its text and its message until it is mended or given up', async ({ page }) => {
  await openLab(page);
  const batch = page.getByRole('textbox', { name: /^Batch/ });
  const before = await batch.inputValue();
  const message = page.getByText(/^Enter a whole number between/);
  await batch.fill('99999999');
  await page.getByRole('textbox', { name: 'Seed' }).focus();
  await expect(batch).toHaveValue('99999999');
  await expect(message).toBeVisible();
  await expect(batch).toHaveAttribute('aria-invalid', 'true');
  await batch.press('Escape');
  await expect(batch).toHaveValue(before);
  await expect(message).toHaveCount(0);
  await batch.fill('0');
  await batch.blur();
  await batch.fill('48');
  await batch.blur();
  await expect(message).toHaveCount(0);
  await expect(batch).toHaveValue('48');
});

test('files dropped together find their places, and one more finds its own beside them', async ({ page }) => {
  await openLab(page);
  const { log, books } = lendings();
  const drop = (files: Record<string, string>) =>
    page.evaluate((given) => {
      const data = new DataTransfer();
      for (const [name, text] of Object.entries(given)) data.items.add(new File([text], name));
      document
        .querySelector('.app')!
        .dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
    }, files);
  await drop({ 'books.csv': books, 'lendings.csv': log });
  const dialog = dataDialog(page);
  await expect(dialog.getByRole('region', { name: 'Interaction log' })).toContainText('lendings.csv');
  await expect(dialog.getByRole('region', { name: 'Item table (optional)' })).toContainText('books.csv');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await drop({ 'shelves.csv': books });
  await expect(dialog.getByRole('region', { name: 'Item table (optional)' })).toContainText('shelves.csv');
  await expect(dialog.getByRole('region', { name: 'Interaction log' })).toContainText('lendings.csv');
});
