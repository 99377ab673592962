/** What a person does on the page, by the names on the screen. */
import { expect, type Locator, type Page } from './lab';

export const transport = (
  page: Page,
  name: 'Start' | 'Start anew' | 'Continue' | 'Pause' | 'Resume' | 'Step' | 'Stop',
) => page.getByRole('group', { name: 'Training' }).getByRole('button', { name, exact: true });
export const dataDialog = (page: Page) => page.getByRole('dialog', { name: 'Data' });

/** The header's button that names the loaded data. */
export const dataButton = (page: Page) => page.getByRole('banner').locator('button.chip');

/** Waits until nothing runs. */
export const atRest = async (page: Page) => {
  const buttons = page.locator('.transport button');
  await expect(buttons.nth(1), 'a step may be taken').toBeEnabled({ timeout: 60_000 });
};

/** Opens the lab and waits until the first world can be trained (or looked at, where there is no adapter). */
export async function openLab(page: Page, query = ''): Promise<void> {
  await page.goto(`./${query}`);
  await expect(dataButton(page)).toHaveText(/[\d,]+ ?(events|个事件)/);
  await expect(page.locator('[data-node]').first()).toBeVisible();
}

/** Small batches: Chromium's software adapter is slow on barriers. */
export async function setBatch(page: Page, batch: number): Promise<void> {
  await page.getByRole('textbox', { name: /^Batch/ }).fill(String(batch));
}

/** The same in any language: the second field of the training's form. */
export const setBatchByPlace = (page: Page, batch: number) =>
  page.locator('.side-panel section.form').last().getByRole('textbox').nth(1).fill(String(batch));

export async function openUpload(page: Page): Promise<void> {
  await dataButton(page).click();
  await dataDialog(page).getByRole('tab', { name: 'Your own log' }).click();
}

/** Steps seen, as the header says them at rest. */
export async function stepsAtRest(page: Page): Promise<number> {
  const words = page.locator('.progress-words');
  await expect(words).toHaveText(/step [\d,]+$|after [\d,]+ step/);
  return Number(/([\d,]+)(?: steps?)?$/.exec((await words.innerText()).trim())?.[1]?.replaceAll(',', ''));
}

export async function openTab(
  page: Page,
  name: 'Curves' | 'Inside' | 'Result' | 'Retrieval' | 'Data' | 'Runs' | 'Map' | 'Funnel',
): Promise<void> {
  await page.getByRole('tablist', { name: 'What the run shows' }).getByRole('tab', { name }).click();
}

/** Picks a user by a part of the name and asks for a list; returns its titles in order. */
export async function retrieve(page: Page, user: string, size: 10 | 20 | 50): Promise<string[]> {
  await openTab(page, 'Retrieval');
  const explorer = page.getByRole('region', { name: 'Retrieval' });
  await explorer.getByRole('combobox', { name: 'User' }).fill(user);
  await explorer.getByRole('option').first().click();
  await expect(explorer, 'the lists of the user before').toHaveAttribute('aria-busy', 'false');
  await explorer.getByRole('combobox', { name: 'Number of items' }).selectOption(String(size));
  const rows = explorer.getByRole('group', { name: 'Towers', exact: true }).getByRole('listitem').locator('b');
  await expect(rows).toHaveCount(size);
  return rows.allInnerTexts();
}

/** Ten steps of what is drawn, which are then kept. */
export async function trainTenSteps(page: Page, batch = 64): Promise<void> {
  await setBatch(page, batch);
  await page.getByRole('combobox', { name: 'Number of steps' }).selectOption({ label: '10 ×' });
  await transport(page, 'Step').click();
  await expect(page.locator('.progress-words')).toHaveText(/paused.*step 10$/, { timeout: 400_000 });
  await transport(page, 'Stop').click();
  await atRest(page);
}

/** By Tab, forwards or backwards. */
export async function tabTo(page: Page, there: Locator): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    const way = await there.evaluate((element) => {
      const from = document.activeElement!;
      if (from === element) return null;
      const isBehind = from.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING;
      return isBehind ? 'Tab' : 'Shift+Tab';
    });
    if (way === null) return;
    await page.keyboard.press(way);
  }
  throw new Error('it is not reached by Tab');
}
