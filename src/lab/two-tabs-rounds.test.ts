/** Tabs that work in turn, in rounds drawn from a seed: each has what the same tab has alone, with the same weights. */
import { expect, it } from 'vitest';
import { createRandom } from '../data/random';
import { memoryLocks } from './runs/locks';
import type { Own } from './runs/run-keeper';
import { memoryStorage } from './runs/storage';
import { listen, plainDocument, SMALL_WORLD, textOf, type Heard } from './testing';

const ROUNDS = 24;

/** A tab on the CPU, so that tabs of one process do not share a device. */
class Tab {
  private heard!: Heard;
  private own: Own = { run: null, checkpoint: false };
  private data = 0;
  /** In the order they were begun. */
  private readonly runs: string[] = [];
  /** Weights that were taken home, by the data they were trained on. */
  private readonly files = new Map<number, string>();
  private readonly random;

  constructor(
    seed: number,
    private readonly begin: () => Heard,
  ) {
    this.random = createRandom(seed, 'rounds');
  }

  private get lab() {
    return this.heard.lab;
  }

  async open(): Promise<void> {
    this.heard = this.begin();
    this.lab.on('own', (own) => {
      this.own = own;
      if (own.run && !this.runs.includes(own.run)) this.runs.push(own.run);
    });
    await this.lab.ask('open', { cpu: true });
  }

  async close(): Promise<void> {
    await this.lab.dispose();
  }

  async load(): Promise<void> {
    this.data = this.random.below(3);
    await this.lab.ask('load', { source: { ...SMALL_WORLD, events: 500, seed: this.data } });
  }

  private readonly rounds = {
    load: () => this.load(),
    train: async () => {
      const document = plainDocument(9);
      for (let n = 1 + this.random.below(3); n > 0; n--) await this.lab.ask('step', document);
      await this.lab.ask('stop', {});
    },
    goOn: async () => {
      await this.lab.ask('continue', { steps: 1 });
      await this.lab.ask('stop', {});
    },
    importWeights: async () => {
      await this.lab.ask('importWeights', { json: this.files.get(this.data)! });
    },
    pin: async () => {
      await this.lab.ask('changeRun', { id: this.own.run!, pinned: this.random.below(2) === 1 });
    },
    reload: async () => {
      const { run } = this.own;
      await this.close();
      await this.open();
      expect((await this.lab.ask('restore', { run }))?.run.id).toBe(run);
    },
    openRun: async () => {
      const { run } = await this.lab.ask('openRun', { id: this.pick(this.runs.slice(0, -1)) });
      expect(run.data.source.kind).toBe('world');
      this.data = run.data.source.kind === 'world' ? run.data.source.seed : Number.NaN;
    },
    importRun: async () => {
      const id = this.pick(this.runs.filter((run) => run !== this.own.run));
      const json = await textOf(this.lab.ask('exportRun', { id }));
      await this.lab.ask('removeRun', { id });
      await this.lab.ask('importRun', { json });
      // Without weights it is nothing to go on with.
      this.runs.splice(this.runs.indexOf(id), 1);
    },
  };

  async play() {
    const name = this.pick(this.possible());
    await this.rounds[name]();
    const weights = this.own.checkpoint ? await this.weights() : null;
    if (weights) this.files.set(this.data, weights);
    const { runs } = await this.lab.ask('runs', {});
    const mine = runs.filter(({ id }) => this.runs.includes(id));
    return {
      name,
      data: this.data,
      tensors: weights && (JSON.parse(weights) as { tensors: unknown }).tensors,
      runs: mine.map(({ status, step, pinned, origin, id }) => [
        status,
        step,
        pinned,
        origin.kind,
        id === this.own.run,
      ]),
    };
  }

  private possible(): (keyof Tab['rounds'])[] {
    const others = this.runs.filter((run) => run !== this.own.run);
    return [
      'load',
      'train',
      ...(this.own.checkpoint ? (['goOn', 'pin', 'reload'] as const) : []),
      ...(this.files.has(this.data) ? (['importWeights'] as const) : []),
      ...(this.runs.length > 1 && this.runs.at(-1) === this.own.run ? (['openRun'] as const) : []),
      ...(others.length > 1 ? (['importRun'] as const) : []),
    ];
  }

  private weights = (): Promise<string> => textOf(this.lab.ask('exportWeights', { encoding: 'base64-f32-le' }));

  private pick<T>(from: readonly T[]): T {
    return from[this.random.below(from.length)]!;
  }
}

/** What each tab shows after each of its rounds, all in one browser. */
async function play(seeds: readonly number[]) {
  const storage = memoryStorage();
  const locks = memoryLocks();
  const tabs = seeds.map((seed) => new Tab(seed, () => listen({ storage, locks: locks() })));
  for (const tab of tabs) {
    await tab.open();
    await tab.load();
  }
  const outcomes = seeds.map((): Awaited<ReturnType<Tab['play']>>[] => []);
  for (let round = 0; round < ROUNDS; round++)
    for (const [n, tab] of tabs.entries()) outcomes[n]!.push(await tab.play());
  for (const tab of tabs) await tab.close();
  return outcomes;
}

it('two tabs that work in turn end every round as each of them does alone, with the same weights to the bit', async () => {
  const [first, second] = await play([1, 2]);
  const names = new Set([...first!, ...second!].map(({ name }) => name));
  expect([...names].sort()).toEqual(
    ['goOn', 'importRun', 'importWeights', 'load', 'openRun', 'pin', 'reload', 'train'].sort(),
  );
  expect((await play([1]))[0]).toEqual(first);
  expect((await play([2]))[0]).toEqual(second);
});
