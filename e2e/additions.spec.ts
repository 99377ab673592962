/**
 * One more of everything, as `src/README.md` says: the files of `additions/` are laid out like `src/`, and none of them
 * is there already. `src` with them on top is type-checked and built, and each addition is used. A new kind of addition
 * is a row of the map and a folder here.
 */
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { preview } from 'vite';
import { atRest, dataDialog, openLab, openTab, openUpload, setBatch, transport } from './actions';
import { expect, test as base } from './lab';

const root = join(import.meta.dirname, '..');
const additions = join(import.meta.dirname, 'additions');
const added = readdirSync(additions, { recursive: true, encoding: 'utf8' }).filter((path) =>
  statSync(join(additions, path)).isFile(),
);

/** What is kept of `src`: neither tests nor the records of studies. */
const isBuilt = (path: string) => !/\.test\.tsx?$|\.jsonl$/.test(path);

/** `src` with the additions on top, checked and built, page and command line, in a folder of its own. */
const test = base.extend<object, { copy: string; site: string }>({
  copy: [
    async ({ browserName }, use) => {
      const copy = mkdtempSync(join(tmpdir(), `tower-lab-additions-${browserName}-`));
      for (const name of [
        'index.html',
        'public',
        'src',
        'package.json',
        'package-lock.json',
        'tsconfig.json',
        'vite.config.ts',
      ])
        cpSync(join(root, name), join(copy, name), { recursive: true, preserveTimestamps: true, filter: isBuilt });
      cpSync(additions, join(copy, 'src'), { recursive: true });
      symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'), 'dir');
      await use(copy);
      rmSync(copy, { recursive: true, force: true });
    },
    { scope: 'worker', timeout: 600_000 },
  ],
  site: [
    async ({ copy }, use) => {
      node(copy, 'node_modules/typescript/bin/tsc', '--noEmit', '-p', '.');
      for (const mode of ['production', 'lab'])
        node(copy, 'node_modules/vite/bin/vite.js', 'build', '--mode', mode, '--logLevel', 'error');
      const server = await preview({
        root: copy,
        configFile: join(copy, 'vite.config.ts'),
        logLevel: 'error',
        preview: { host: '127.0.0.1', port: 4280, open: false },
      });
      await use(server.resolvedUrls!.local[0]!);
      await server.close();
    },
    { scope: 'worker', timeout: 600_000 },
  ],
  baseURL: async ({ site }, use) => use(site),
});

/** @returns what it printed. @throws Error with all that it said where it ends with a mistake */
const node = (copy: string, ...args: string[]): string =>
  execFileSync(process.execPath, args, { cwd: copy, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
const lab = (copy: string, ...args: string[]): string => node(copy, 'dist/lab/main.js', ...args);

/** Twelve readers, half of whom keep to even books. */
const logfmt = (): string =>
  Array.from({ length: 12 * 8 }, (_, n) => {
    const [reader, visit] = [Math.floor(n / 8), n % 8];
    return `reader=R${reader} book=B${(2 * (visit + reader) + (reader % 2)) % 18} time=${1_700_000_000 + visit * 86_400 + reader}`;
  }).join('\n');

base('additions are new files alone, one of each kind that the map names', () => {
  expect(added.filter((path) => existsSync(join(root, 'src', path)))).toEqual([]);
  const map = readFileSync(join(root, 'src/README.md'), 'utf8');
  const [, section = ''] = /\n## One more …\n([\s\S]*?)\n## /.exec(map) ?? [];
  const folders = [...section.matchAll(/^\| [^|]+ \| `([^`<]+)</gm)].map((match) => match[1]!);
  expect(folders.length).toBeGreaterThan(8);
  expect(folders.filter((folder) => !added.some((path) => path.startsWith(folder)))).toEqual([]);
});

test('the command line lists and uses what was added', ({ copy, site }) => {
  expect(site).toContain('http');
  const file = join(copy, 'log.logfmt');
  writeFileSync(file, `${logfmt()}\nnothing here\n`);

  // A world, a preset with a block that asks for an ability, an objective, a ranker.
  expect(lab(copy, 'worlds')).toContain('Half of the visitors play');
  expect(lab(copy, 'presets')).toContain('Halved towers');
  const world = '--world fair --events 600';
  const weights = join(copy, 'weights.json');
  const trained = `train ${world} --preset halved --params user-halve.by=0.01,user-halve.whole=true --steps 4 --seed 2 --out ${weights}`;
  const report = lab(copy, ...trained.split(' '));
  expect(report).toMatch(/^fair: 30 users, 60 items/);
  expect(report).toMatch(/^Newest +\d\.\d{4}/m);
  expect(report).toMatch(/Newest \(the last (20|40)\)/);
  expect(report).toContain('user-halve.by=0.01,user-halve.whole=true, seed 2, 4 steps');

  // An added block that is a channel of a tower is a part of its scores, by its title.
  const why = lab(copy, ...`explain ${world} --weights ${weights} --history stand-2 --item stand-4`.split(' '));
  expect(why).toMatch(/^Halve \(user-halve\) +-?\d+\.\d{4}$/m);

  // A version of a format: what is written is of it, and read; settings of the first are brought to it.
  const newest = JSON.parse(readFileSync(weights, 'utf8')) as { settings: Record<string, unknown> };
  expect(newest.settings).toMatchObject({ format: 'tower-lab/settings', version: 4 });
  lab(copy, ...`evaluate ${world} --weights ${weights}`.split(' '));
  const { format: _, version: __, note: ___, tablePrecision: ____, ...first } = newest.settings;
  writeFileSync(weights, JSON.stringify({ ...newest, settings: first }));
  lab(copy, ...`evaluate ${world} --weights ${weights}`.split(' '));

  // A file format with its flag, a command with a flag of its own, a question to the lab.
  const counted = lab(
    copy,
    'count-fields',
    '--least',
    '2',
    '--lower',
    'yes',
    '--log',
    file,
    '--min-item-events',
    '1',
    '--min-user-events',
    '1',
    '--json',
  );
  expect(JSON.parse(counted)).toMatchObject({ events: 96, items: 18 });
  expect(lab(copy, 'train', '--help')).toContain('--lower yes|no');

  // A study.
  const study = lab(copy, 'study', 'halving', '--seeds', '2');
  expect(study).toMatch(/^# halving/);
  expect(study).toContain('World fair, 600 events');
  expect(study).toMatch(/^\| halved \|/m);
});

test('the page shows what was added', async ({ page }) => {
  await openLab(page);
  // A language: what it has, and English for the rest; words beside a block are its own files.
  await page.getByRole('combobox', { name: 'Language' }).selectOption('Esperanto');
  await expect(page.getByRole('button', { name: 'Ek', exact: true })).toBeVisible();
  await expect(page.locator('[data-node="user-mlp"]')).toContainText('Plurtavola reto');
  await expect(page.getByRole('button', { name: 'Stop', exact: true })).toBeVisible();
  await page.getByRole('combobox', { name: 'Language' }).selectOption('English');
  // A panel, by its digit; it asks a question of its own.
  await page.keyboard.press('9');
  const panel = page.getByRole('tabpanel', { name: 'Fields' });
  await expect(panel).toHaveText(/^\d+ fields, \d+ items$/);

  // A file format, with an option and a reason of its own.
  await openUpload(page);
  const dialog = dataDialog(page);
  await dialog
    .getByTestId('file-log')
    .setInputFiles({ name: 'log.logfmt', mimeType: 'text/plain', buffer: Buffer.from(`${logfmt()}\nnothing here\n`) });
  await expect(dialog.getByRole('combobox', { name: 'Letters' })).toHaveValue('false');
  await expect(dialog.getByText('not a pair of key and value')).toBeVisible();
  await dialog.getByRole('combobox', { name: 'Letters' }).selectOption('all small');
  await expect(dialog.getByRole('cell', { name: /^r0, r1/ })).toBeAttached();

  // A world; a preset with a block and an objective, whose graph can be trained.
  await dialog.getByRole('tab', { name: 'Sample world' }).click();
  await expect(dialog.getByRole('radio', { name: /^The fair/ })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.getByRole('combobox', { name: 'Towers' }).selectOption('Halved towers');
  await expect(page.getByText('Pull together').first()).toBeAttached();
  await expect(transport(page, 'Start')).toBeEnabled();

  // The block: on the shelf, on the board, in the outline, and with its settings.
  const side = page.locator('.side-panel');
  await expect(side.locator('.shelf').getByRole('button', { name: 'Halve' })).toBeVisible();
  await page.keyboard.press('g');
  await page.keyboard.press('Shift+E');
  await expect(page.locator('[data-node="item-halve"]')).toContainText('Halve');
  await side.getByRole('treeitem', { name: /Halve.*user-halve/ }).click();
  await expect(side.getByRole('heading', { level: 2, name: /^Halve/ })).toBeVisible();
  await expect(side.getByRole('textbox', { name: 'Divisor' })).toHaveValue('2');
  await side.locator('.back').click();

  // A diagnosis, of the run that begins; among the live values those of the block, among the curves the objective's.
  await setBatch(page, 32);
  await transport(page, 'Start').click();
  await page.getByRole('tab', { name: 'Inside' }).click();
  const diagnosis = page.getByRole('region', { name: 'Diagnosis' });
  await expect(diagnosis).toContainText(/The loss is known up to step \d+\./, { timeout: 60_000 });
  await expect(page.getByRole('tabpanel', { name: 'Inside' })).toContainText('Length of the halved vector');
  await openTab(page, 'Curves');
  await expect(page.getByRole('region', { name: /Pull together/ }).getByRole('application')).toBeVisible();
  await transport(page, 'Stop').click();
  await atRest(page);

  // Why an item is listed: the block is a part of the score.
  await openTab(page, 'Retrieval');
  const explorer = page.getByRole('region', { name: 'Retrieval' });
  await expect(explorer).toHaveAttribute('aria-busy', 'false');
  await explorer.getByRole('button', { name: /^Why / }).first().click();
  const reasons = explorer.getByRole('region', { name: /^Why / });
  await reasons.getByRole('combobox', { name: 'Split the score by' }).selectOption('Channels of the user tower');
  await expect(reasons.locator('.why-parts')).toContainText('Halve');
});
