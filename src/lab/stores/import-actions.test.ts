import { expect, it } from 'vitest';
import { LabRefusal, plainFailure } from '../failure';
import type { Lab } from '../protocol';
import { createViewStore } from './view';
import { createWorkbench } from './workbench';

interface Asked {
  command: string;
  ask: unknown;
  answer(value: unknown): void;
  refuse(): void;
}

/** A lab that answers when it is told to, and keeps what it was asked. */
function byHand() {
  const asked: Asked[] = [];
  const wake = new Set<() => void>();
  const lab = {
    ask: (command: string, ask: unknown) =>
      new Promise((answer, reject) => {
        const refuse = () => reject(new LabRefusal(plainFailure('cut-off')));
        asked.push({ command, ask, answer, refuse });
        for (const look of wake) look();
      }),
    on: () => () => undefined,
    dispose: () => undefined,
  } as unknown as Lab;
  const storage = { getItem: () => null, setItem: () => undefined, removeItem: () => undefined };
  const bench = createWorkbench(lab, createViewStore(storage, { asked: null, preferred: 'en' }));
  /** The n-th question of its kind, once it is there. */
  const question = (command: string, n = 0): Promise<Asked> =>
    new Promise((resolve) => {
      const look = (): void => {
        const found = asked.filter((one) => one.command === command)[n];
        if (found) resolve(found);
      };
      wake.add(look);
      look();
    });
  return { bench, asked, question };
}

const weights = (name: string) => new File([`{"format":"tower-lab/weights","of":"${name}"}`], name);
const opened = {
  run: { id: 'r', graph: { title: 'of b' }, settings: {}, baselines: {}, result: null, evaluated: null },
  series: [],
  snapshots: [],
  progress: { phase: 'done', step: 3 },
  dataset: null,
  lacks: null,
  sameData: true,
};

it('gives way to the file that is dropped next, and says nothing of itself', async () => {
  const { bench, asked, question } = byHand();
  const first = bench.importFile(weights('a.json'));
  const a = await question('importWeights');
  expect(bench.run.getState().importing).toBe('a.json');
  const second = bench.importFile(weights('b.json'));
  const b = await question('importWeights', 1);
  expect(asked.map(({ command }) => command)).toEqual(['importWeights', 'cancel', 'importWeights']);
  expect(asked[1]!.ask).toEqual({ wait: 'import' });
  a.refuse();
  expect(await first).toBeNull();
  expect(bench.run.getState()).toMatchObject({ importing: 'b.json', failure: null });
  b.answer(opened);
  expect(await second).toEqual({ imported: 'imported' });
  expect(bench.run.getState()).toMatchObject({ importing: null, progress: { step: 3 } });
  expect(bench.graph.getState().document?.graph.title).toBe('of b');
});

it('is cancelled before its file is read, without a question to the lab', async () => {
  const { bench, asked } = byHand();
  const importing = bench.importFile(weights('a.json'));
  bench.cancelImport();
  expect(await importing).toBeNull();
  expect(asked.map(({ command }) => command)).toEqual(['cancel']);
  expect(bench.run.getState().importing).toBeNull();
});

it('shows weights that were there before the change of mind arrived', async () => {
  const { bench, question } = byHand();
  const importing = bench.importFile(weights('a.json'));
  const asked = await question('importWeights');
  bench.cancelImport();
  asked.answer(opened);
  expect(await importing).toEqual({ imported: 'imported' });
  expect(bench.run.getState().progress.step).toBe(3);
});

it('of a run that is cancelled while its data loads leaves no run in the list', async () => {
  const { bench, asked, question } = byHand();
  const importing = bench.importFile(new File(['{"format":"tower-lab/run"}'], 'run.json'));
  (await question('importRun')).answer({ id: 'r' });
  const open = await question('openRun');
  bench.cancelImport();
  expect(asked.at(-1)).toMatchObject({ command: 'cancel', ask: { wait: 'data' } });
  open.refuse();
  const removal = await question('removeRun');
  expect(removal.ask).toEqual({ id: 'r' });
  removal.answer({});
  expect(await importing).toBeNull();
});

it('refuses what is too long for one text, and what cannot be read, before the lab is asked', async () => {
  const { bench, asked } = byHand();
  const long = weights('long.json');
  Object.defineProperty(long, 'size', { value: 2 ** 29 });
  expect(await bench.importFile(long)).toMatchObject({ code: 'weights', problem: { code: 'too-large' } });
  const gone = weights('gone.json');
  gone.text = () => Promise.reject(new DOMException('gone', 'NotFoundError'));
  expect(await bench.importFile(gone)).toMatchObject({ code: 'weights', problem: { code: 'unreadable' } });
  expect(asked).toEqual([]);
});
