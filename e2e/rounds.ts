/**
 * A tab's work in rounds, drawn from a seed: training to a step, with a pause or a reload on the way, single steps,
 * other data, its own log, an import, a pin, an earlier run, a worker that hangs. What a tab draws depends on the seed
 * and on its own rounds alone. After each it is at rest.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { atRest, dataButton, dataDialog, openLab, openTab, openUpload, setBatch, transport } from './actions';
import { expect as soon, type Page } from './lab';
import { csv, lendings, seeded } from './library-log';
import { inWorker } from './stored';

/** What a tab shows after a round. */
export interface Outcome {
  round: string;
  data: string;
  progress: string;
  /** Hash of the numbers of the weights; null where there are none. */
  weights: string | null;
  /** The tab's own runs, the newest first. */
  runs: string[];
}

const WORLDS = ['The bookshop', 'The tea shop', 'The recipe box', 'The plant nursery'];
/** Two tabs share a software adapter. */
const expect = soon.configure({ timeout: 120_000 });

export class TabOfRounds {
  private readonly random: () => number;
  private data = '';
  private hasWeights = false;
  /** Runs that may be opened, by title; the one on screen among them. */
  private readonly titles: string[] = [];
  /** The last weights that were taken home, by the data they belong to. */
  private readonly files = new Map<string, string>();
  private made = 0;

  /**
   * @param name begins the titles of its runs
   * @param folder for what it takes home
   */
  constructor(
    private readonly page: Page,
    readonly name: string,
    private readonly seed: number,
    private readonly folder: string,
  ) {
    this.random = seeded(seed);
  }

  async open(): Promise<void> {
    await inWorker(this.page, `new BroadcastChannel('hang ${this.name}').onmessage = () => { for (;;); };`);
    await openLab(this.page);
    this.data = WORLDS[0]!;
  }

  async play(): Promise<Outcome> {
    const round = this.pick(this.possible());
    await this[round]();
    return this.outcome(round);
  }

  private possible() {
    const other = this.titles.length > 1;
    return [
      'train',
      'trainWithPause',
      'trainWithReload',
      'step',
      'loadWorld',
      'loadLog',
      'hang',
      ...(this.hasWeights ? (['reload', 'pin'] as const) : []),
      ...(this.files.has(this.data) ? (['importWeights'] as const) : []),
      ...(other ? (['openRun', 'importRun'] as const) : []),
    ] as const;
  }

  private pick<T>(from: readonly T[]): T {
    return from[Math.floor(this.random() * from.length)]!;
  }

  private get words() {
    return this.page.locator('.progress-words');
  }

  private get listed() {
    return this.page.getByRole('tabpanel', { name: 'Runs' }).locator('li.run-entry');
  }

  private entry(title: string) {
    return this.listed.filter({ has: this.page.getByRole('heading', { name: title, exact: true }) });
  }

  private async begin(): Promise<number> {
    const steps = 60 + Math.floor(this.random() * 60);
    await setBatch(this.page, this.pick([32, 64]));
    await this.page.getByRole('combobox', { name: 'Train until' }).selectOption('a number of steps');
    await this.page.getByRole('textbox', { name: 'Steps', exact: true }).fill(String(steps));
    // Start, or Start anew beside Continue.
    await this.page
      .getByRole('group', { name: 'Training' })
      .getByRole('button', { name: /^Start/ })
      .click();
    return steps;
  }

  private async end(steps: number): Promise<void> {
    await expect(this.words).toContainText(`finished after ${steps} steps`);
    await this.nameRun();
  }

  private async train(): Promise<void> {
    await this.end(await this.begin());
  }

  private async trainWithPause(): Promise<void> {
    const steps = await this.begin();
    await transport(this.page, 'Pause').click();
    await transport(this.page, 'Resume').click();
    await this.end(steps);
  }

  private async trainWithReload(): Promise<void> {
    const steps = await this.begin();
    await transport(this.page, 'Pause').click();
    await expect(transport(this.page, 'Resume')).toBeEnabled();
    await this.page.reload();
    await transport(this.page, 'Resume').click();
    await this.end(steps);
  }

  private async step(): Promise<void> {
    await this.steps(1 + Math.floor(this.random() * 3));
    await transport(this.page, 'Stop').click();
    await this.stopped();
  }

  /** A run of its own, new or continued. */
  private async steps(count: number): Promise<void> {
    for (let n = 0; n < count; n++) {
      await transport(this.page, 'Step').click();
      await expect(transport(this.page, 'Resume')).toBeEnabled();
    }
  }

  private async stopped(): Promise<void> {
    await expect(this.words).toContainText(/stopped after/);
    await this.nameRun();
  }

  private async hang(): Promise<void> {
    await this.steps(2);
    await this.page.evaluate((name) => new BroadcastChannel(`hang ${name}`).postMessage(null), this.name);
    await transport(this.page, 'Stop').click();
    await this.stopped();
  }

  private async loadWorld(): Promise<void> {
    const name = this.pick(WORLDS.filter((world) => world !== this.data));
    await dataButton(this.page).click();
    const dialog = dataDialog(this.page);
    // Beside an own log the dialog opens where that one was given.
    await dialog.getByRole('tab', { name: 'Sample world' }).click();
    await dialog.getByText(name).click();
    await dialog.getByRole('button', { name: 'Load this world' }).click();
    await this.loaded(name);
  }

  private async loadLog(): Promise<void> {
    const name = `lendings of ${this.name}`;
    await openUpload(this.page);
    const dialog = dataDialog(this.page);
    await dialog.getByTestId('file-log').setInputFiles(csv(`${name}.csv`, lendings(this.seed).log));
    await dialog.getByRole('combobox', { name: 'Role of client' }).selectOption('not used');
    await dialog.getByRole('combobox', { name: 'Role of card' }).selectOption('user');
    await dialog.getByRole('button', { name: 'Load this log' }).click();
    await this.loaded(name);
  }

  private async loaded(name: string): Promise<void> {
    await expect(dataDialog(this.page)).toBeHidden();
    await expect(dataButton(this.page)).toContainText(name);
    this.data = await this.dataName();
    this.hasWeights = false;
  }

  private dataName(): Promise<string> {
    return dataButton(this.page).locator('.chip-name').innerText();
  }

  private async importWeights(): Promise<void> {
    await this.give(this.files.get(this.data)!, 'Imported. The towers on screen now have these weights.');
    await this.nameRun();
  }

  private async give(file: string, answer: string): Promise<void> {
    await this.page.getByTestId('import-weights').setInputFiles(file);
    await expect(this.page.getByText(answer)).toBeVisible();
    await this.page.keyboard.press('Escape');
    await expect(this.page.getByText(answer)).toBeHidden();
  }

  /** Takes an earlier run home, deletes it and brings it back: on the screen it has curves and no weights. */
  private async importRun(): Promise<void> {
    const title = this.pick(this.titles.slice(0, -1));
    await openTab(this.page, 'Runs');
    const file = `${this.folder}/${title}.run.json`;
    await this.takeHome(() => this.entry(title).getByRole('button', { name: 'Download' }).click(), file);
    await this.entry(title).getByRole('button', { name: 'Delete' }).click();
    await this.page.getByRole('button', { name: 'Delete for good' }).click();
    await expect(this.entry(title)).toHaveCount(0);
    this.titles.splice(this.titles.indexOf(title), 1);
    await this.give(file, 'The run is listed under Runs.');
    await this.see();
  }

  private async pin(): Promise<void> {
    await openTab(this.page, 'Runs');
    const pin = this.page
      .locator('li[aria-current=true]')
      .getByRole('button', { name: /^(Keep weights|Weights are kept)$/ });
    const before = await pin.getAttribute('aria-pressed');
    await pin.click();
    await expect(pin).not.toHaveAttribute('aria-pressed', before!);
  }

  private async openRun(): Promise<void> {
    const title = this.pick(this.titles.slice(0, -1));
    await openTab(this.page, 'Runs');
    await this.entry(title).getByRole('button', { name: 'Open' }).click();
    await expect(this.entry(title)).toHaveAttribute('aria-current', 'true');
    this.titles.push(...this.titles.splice(this.titles.indexOf(title), 1));
    await this.see();
  }

  private async reload(): Promise<void> {
    await this.page.reload();
    await expect(dataButton(this.page)).toContainText(this.data);
    await expect(this.words).toContainText(/step/);
  }

  /** What is on the screen now is another run. */
  private async see(): Promise<void> {
    await atRest(this.page);
    this.data = await this.dataName();
    await this.page.getByRole('button', { name: 'Export' }).click();
    this.hasWeights = await this.page.getByRole('menuitem', { name: /compact/ }).isEnabled();
    await this.page.keyboard.press('Escape');
  }

  private async nameRun(): Promise<void> {
    await atRest(this.page);
    this.hasWeights = true;
    const title = `${this.name} ${++this.made}`;
    this.titles.push(title);
    await openTab(this.page, 'Runs');
    await this.page.locator('li[aria-current=true]').getByRole('button', { name: 'Rename' }).click();
    await this.page.getByRole('textbox', { name: 'Name of the run' }).fill(title);
    await this.page.keyboard.press('Enter');
    await expect(this.entry(title)).toHaveAttribute('aria-current', 'true');
  }

  private async takeHome(ask: () => Promise<void>, path: string): Promise<void> {
    const download = this.page.waitForEvent('download');
    await ask();
    await (await download).saveAs(path);
  }

  private async weights(): Promise<string> {
    const path = `${this.folder}/${this.data} ${this.name} ${this.made}.json`;
    await this.takeHome(async () => {
      await this.page.getByRole('button', { name: 'Export' }).click();
      await this.page.getByRole('menuitem', { name: /compact/ }).click();
    }, path);
    this.files.set(this.data, path);
    const { tensors } = JSON.parse(readFileSync(path, 'utf8')) as { tensors: object };
    expect(Object.keys(tensors).length).toBeGreaterThan(3);
    return createHash('sha256').update(JSON.stringify(tensors)).digest('hex');
  }

  private async outcome(round: string): Promise<Outcome> {
    await openTab(this.page, 'Runs');
    return {
      round,
      data: (await dataButton(this.page).innerText()).trim(),
      progress: (await this.words.innerText()).trim(),
      weights: this.hasWeights ? await this.weights() : null,
      runs: await this.ownRuns(),
    };
  }

  /** Without the moment of their start and the time they took, which no two runs share. */
  private ownRuns(): Promise<string[]> {
    return this.listed.evaluateAll(
      (entries, name) =>
        entries
          .filter((entry) => entry.querySelector('h2')?.textContent?.startsWith(`${name} `))
          .map((entry) => {
            const copy = entry.cloneNode(true) as Element;
            copy.querySelectorAll('time').forEach((time) => time.remove());
            return `${entry.getAttribute('aria-current') ?? ''} ${copy.textContent}`.trim();
          }),
      this.name,
    );
  }
}
