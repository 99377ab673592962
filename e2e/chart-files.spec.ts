/** Charts go home as numbers, drawings and pictures of what is on screen, and one cursor runs through all curves. */
import { readFile } from 'node:fs/promises';
import { openLab, openTab, setBatch, transport } from './actions';
import { expect, expectAccessible, test, type Page } from './lab';

type Figure = ReturnType<Page['locator']>;

async function save(page: Page, figure: Figure, item: string): Promise<{ name: string; bytes: Buffer }> {
  await figure.getByRole('button', { name: 'Save chart as…' }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: item }).click(),
  ]);
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

/** No name in it needs quotes. */
const cellsOf = (csv: Buffer): string[][] =>
  csv
    .toString()
    .split('\n')
    .map((line) => line.split(','));

/** The table on screen has as many digits as its chart. */
async function expectSameNumbers(figure: Figure, csv: string[][], digits: number): Promise<void> {
  await figure.getByRole('button', { name: 'Show as table' }).click();
  const rows = await figure.getByRole('row').all();
  expect(rows).toHaveLength(csv.length);
  const written = (cell: string, column: number) =>
    column === 0 || cell === '' || Number.isNaN(Number(cell)) ? cell || '–' : Number(cell).toFixed(digits);
  for (const [at, row] of rows.entries())
    expect(await row.locator('th, td').allInnerTexts()).toEqual(csv[at]!.map(written));
  await figure.getByRole('button', { name: 'Hide table' }).click();
}

/** As a browser reads the drawing: how many of each, and what is said in it. */
const drawn = (page: Page, svg: Buffer) =>
  page.evaluate((source) => {
    const sheet = new DOMParser().parseFromString(source, 'image/svg+xml');
    const count = (selector: string) => sheet.querySelectorAll(selector).length;
    return {
      faults: count('parsererror'),
      title: sheet.querySelector('title')!.textContent,
      texts: [...sheet.querySelectorAll('text')].map(({ textContent }) => textContent),
      lines: count('.series') + count('.level'),
      bars: count('.bar'),
      size: ['width', 'height'].map((name) => Number(sheet.documentElement.getAttribute(name))),
    };
  }, svg.toString());

/** Its size, and how many of its dots are not of the paper. */
const picture = (page: Page, png: Buffer) =>
  page.evaluate(
    async (url) => {
      const image = Object.assign(new Image(), { src: url });
      await image.decode();
      const canvas = new OffscreenCanvas(image.width, image.height);
      const context = canvas.getContext('2d')!;
      context.drawImage(image, 0, 0);
      const dots = new Uint32Array(context.getImageData(0, 0, image.width, image.height).data.buffer);
      return { size: [image.width, image.height], inked: dots.filter((dot) => dot !== dots[0]).length };
    },
    `data:image/png;base64,${png.toString('base64')}`,
  );

async function expectPicture(page: Page, figure: Figure, size: number[], stem: string): Promise<void> {
  const { name, bytes } = await save(page, figure, 'Picture (PNG)');
  expect(name).toBe(`${stem}.png`);
  const { inked, ...png } = await picture(page, bytes);
  expect(png.size).toEqual(size.map((length) => 2 * length));
  expect(inked).toBeGreaterThan(1000);
}

test('a curve and a figure of the inside are saved, and keys and clicks go through all curves to a step', async ({
  page,
}) => {
  await openLab(page);
  // Four steps an epoch.
  await setBatch(page, 1000);
  await page.getByRole('combobox', { name: 'Number of steps' }).selectOption({ label: '10 ×' });
  await transport(page, 'Step').click();
  await expect(page.locator('.progress-words')).toHaveText(/paused.*step 10$/, { timeout: 120_000 });

  const hits = page.getByRole('region', { name: 'HR@10, full catalogue' });
  // The oracle comes last: then all rows are there.
  const lines = /Dashed: .*Oracle 0\.\d{3}.* Dotted: Random 0\.\d{3}/;
  await expect(hits.locator('.chart svg').first()).toHaveAttribute('aria-label', lines);
  const csv = await save(page, hits, 'Numbers (CSV)');
  const stem = csv.name.replace('.csv', '');
  expect(stem).toMatch(/^Two-towers.*-HR-10-full-catalogue-step-10$/);
  const cells = cellsOf(csv.bytes);
  expect(cells[0]!.slice(0, 3)).toEqual(['step', 'this run', 'Random']);
  expect(cells.slice(1).map(([step]) => step)).toEqual(['4', '8']);
  await expectSameNumbers(hits, cells, 3);
  const svg = await save(page, hits, 'Drawing (SVG)');
  expect(svg.name).toBe(`${stem}.svg`);
  const drawing = await drawn(page, svg.bytes);
  expect(drawing).toMatchObject({ faults: 0, title: 'HR@10, full catalogue', lines: cells[0]!.length - 1 });
  expect(drawing.texts).toEqual(expect.arrayContaining(['HR@10, full catalogue', 'step', 'this run', 'Random']));
  await expectPicture(page, hits, drawing.size, stem);

  // One cursor: what is said at a step in one of the curves is said in all.
  const loss = page.getByRole('region', { name: 'Loss', exact: true });
  await loss.locator('.chart svg').first().focus();
  for (let n = 0; n < 5; n++) await page.keyboard.press('ArrowRight');
  await expect(loss.locator('.cursor-values')).toContainText('Step 6');
  await expect(hits.locator('.cursor-values')).toHaveText(`Step 4${Number(cells[1]![1]).toFixed(3)}`);
  await expect(page.getByRole('status').filter({ hasText: /^Step 6: Loss .*HR@10.*Head share@10/ })).toHaveCount(1);
  const slider = page.getByRole('slider', { name: 'Step shown' });
  await page.keyboard.press('ArrowLeft');
  await expect(loss.locator('.cursor-values')).toContainText('Click: show step 5');
  await page.keyboard.press('Enter');
  await expect(slider).toHaveAttribute('aria-valuetext', /^Step 5\b/);
  await expect(page.locator('.present-step')).toHaveCount(await page.locator('.chart').count());
  await expectAccessible(page, 'a cursor in all curves');
  const box = (await loss.locator('.chart').boundingBox())!;
  await page.mouse.click(box.x + box.width - 8, box.y + box.height / 2);
  await expect(slider).toHaveAttribute('aria-valuetext', /^Step 10\b/);
  await expect(page.locator('.present-step')).toHaveCount(0);
  await page.mouse.move(0, 0);
  await expect(page.locator('.cursor-values')).toHaveCount(0);

  await openTab(page, 'Inside');
  const scores = page.getByRole('region', { name: 'Scores on the validation part' });
  const values = await save(page, scores, 'Numbers (CSV)');
  await expectSameNumbers(scores, cellsOf(values.bytes), 3);
  const courses = cellsOf((await save(page, scores, 'Numbers over the steps (CSV)')).bytes);
  expect(courses.map(([step]) => step)).toEqual(['step', '4', '8']);
  expect(courses.at(-1)!.slice(1), 'the last values are those of the bars').toEqual(
    cellsOf(values.bytes)
      .slice(1)
      .map(([, , mean]) => mean),
  );
  const bars = await drawn(page, (await save(page, scores, 'Drawing (SVG)')).bytes);
  expect(bars).toMatchObject({ faults: 0, title: 'Scores on the validation part', bars: 2 });
  await expectPicture(page, scores, bars.size, values.name.replace('.csv', ''));
});
