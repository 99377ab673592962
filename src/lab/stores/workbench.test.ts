import { expect, it } from 'vitest';
import { setParam } from '../../model/document/graph-edits';
import { preset } from '../../model/presets/presets';
import type { Schema } from '../../model/document/schema';
import type { DatasetSummary } from '../loading/describe-data';
import { AT_REST } from '../announcer';
import { LabRefusal, plainFailure } from '../failure';
import type { Lab } from '../protocol';
import { canContinue } from './can-continue';
import { createViewStore } from './view';
import { createWorkbench } from './workbench';

const storage = { getItem: () => null, setItem: () => undefined, removeItem: () => undefined };
const schema: Schema = {
  fields: [
    { name: 'user id', owner: 'user', kind: 'id', rows: 10, length: 1 },
    { name: 'item id', owner: 'item', kind: 'id', rows: 10, length: 1 },
  ],
  users: 8,
  items: 8,
  events: 60,
  hasTime: true,
};
const summary = { name: 'small', schema } as DatasetSummary;
const document = preset('two-tower').build(schema);

it('keeps an edit that was made while data loads', async () => {
  const answers: ((summary: DatasetSummary) => void)[] = [];
  const lab = {
    ask: () => new Promise((resolve) => answers.push(resolve)),
    on: () => () => undefined,
    dispose: () => undefined,
  } as Lab;
  const bench = createWorkbench(lab, createViewStore(storage, { asked: null, preferred: 'en' }));
  bench.data.setState({ summary });
  bench.graph.getState().open(document);
  const loading = bench.load({ kind: 'world', id: 'bookshop', events: 100, seed: 1 });
  bench.graph.getState().editGraph((graph) => setParam(graph, 'user-mlp', 'widths', [9, 32]));
  const edited = bench.graph.getState().document;
  answers[0]!({ ...summary, schema: { ...schema, events: 90 } });
  expect(await loading).toBe(true);
  expect(bench.graph.getState().document?.graph).toEqual(edited?.graph);
});

it('draws a preset at once, so that a step trains it however busy the lab is', async () => {
  const asked: [string, unknown][] = [];
  const lab = {
    // Nothing is ever answered: the worker counts something long.
    ask: (command: string, ask: unknown) => (asked.push([command, ask]), new Promise(() => undefined)),
    on: () => () => undefined,
    dispose: () => undefined,
  } as Lab;
  const bench = createWorkbench(lab, createViewStore(storage, { asked: null, preferred: 'en' }));
  expect(bench.choosePreset('classic')).toBe(false);
  expect(bench.run.getState().failure).toMatchObject({ code: 'no-data' });
  bench.data.setState({ summary });
  bench.graph.getState().open(document);
  // What was drawn before has been trained, and could be trained further.
  bench.run.setState({ progress: { ...AT_REST, phase: 'done', step: 10 }, trained: document });
  expect(bench.choosePreset('classic')).toBe(true);
  void bench.step();
  const classic = preset('classic').build(schema);
  expect(asked).toEqual([['step', { ...classic, steps: 1 }]]);
});

it('goes on with the weights of an ended run, as long as the document on screen is theirs', () => {
  const ended = { progress: { ...AT_REST, phase: 'done', step: 5 }, trained: document } as const;
  expect(canContinue(ended, structuredClone(document))).toBe(true);
  // Where nodes stand is no other model.
  const { graph } = document;
  const moved = {
    ...graph,
    arranged: true as const,
    nodes: graph.nodes.map((node) => ({ ...node, at: [7, 7] as [number, number] })),
  };
  expect(canContinue(ended, { ...document, graph: moved })).toBe(true);
  expect(canContinue(ended, { ...document, settings: { ...document.settings, batch: 32 } })).toBe(false);
  expect(canContinue(ended, null)).toBe(false);
  expect(canContinue({ ...ended, progress: { ...ended.progress, step: 0 } }, document)).toBe(false);
  expect(canContinue({ ...ended, progress: { ...ended.progress, phase: 'paused' } }, document)).toBe(false);
});

it('says with weights of other data how many ids of theirs the data has', async () => {
  const ids = [{ field: 'item id', known: 0, of: 40 }];
  const opened = {
    run: { graph: document.graph, settings: document.settings, baselines: {}, result: null, evaluated: null },
    series: [],
    snapshots: [],
    progress: AT_REST,
    dataset: summary,
    lacks: null,
  };
  for (const sameData of [true, false]) {
    const lab = {
      ask: async () => ({ ...opened, sameData, known: ids }),
      on: () => () => undefined,
      dispose: () => undefined,
    } as unknown as Lab;
    const bench = createWorkbench(lab, createViewStore(storage, { asked: null, preferred: 'en' }));
    expect(await bench.importFile(new File(['{}'], 'weights.json'))).toEqual(
      sameData ? { imported: 'imported' } : { imported: 'importedOther', known: ids },
    );
  }
});

it('keeps what the lab says of the run that is back while the page waits for its list of runs', async () => {
  const heard = new Map<string, (event: unknown) => void>();
  let list: (stored: { runs: [] }) => void = () => undefined;
  const restored = {
    run: { ...document, id: 'own', baselines: {}, result: null, evaluated: null, data: {} },
    series: [],
    snapshots: [],
    progress: { ...AT_REST, phase: 'compiling' },
    dataset: summary,
    lacks: null,
  };
  const lab = {
    ask: (command: string) =>
      command === 'runs'
        ? new Promise((resolve) => {
            list = resolve;
          })
        : Promise.resolve(command === 'restore' ? restored : null),
    on: (type: string, listener: (event: unknown) => void) => (heard.set(type, listener), () => undefined),
    dispose: () => undefined,
  } as unknown as Lab;
  const bench = createWorkbench(lab, createViewStore(storage, { asked: null, preferred: 'en' }));
  const booting = bench.boot();
  await new Promise((resolve) => setTimeout(resolve));
  expect(bench.run.getState()).toMatchObject({ id: 'own', progress: { phase: 'compiling' } });
  heard.get('progress')!({ ...AT_REST, phase: 'done', step: 3 });
  list({ runs: [] });
  await booting;
  expect(bench.run.getState().progress).toMatchObject({ phase: 'done', step: 3 });
  expect(bench.graph.getState().document?.graph).toEqual(document.graph);
});

it('goes on with the run of its tab, and remembers which that is once it has a checkpoint', async () => {
  const asked: [string, unknown][] = [];
  const heard = new Map<string, (event: unknown) => void>();
  const lab = {
    ask: async (command: string, ask: unknown) => {
      asked.push([command, ask]);
      return command === 'runs' ? { runs: [] } : null;
    },
    on: (type: string, listener: (event: unknown) => void) => (heard.set(type, listener), () => undefined),
    dispose: () => undefined,
  } as unknown as Lab;
  const remembered: (string | null)[] = [];
  const boot = (own: string | null | undefined) =>
    createWorkbench(lab, createViewStore(storage, { asked: null, preferred: 'en' }), {
      tab: { own, remember: (id) => remembered.push(id) },
    }).boot();
  for (const own of ['mine', null, undefined]) await boot(own);
  expect(asked.filter(([command]) => command === 'restore').map(([, ask]) => ask)).toEqual([
    { run: 'mine' },
    { run: null },
    {},
  ]);
  const say = (run: string | null, checkpoint: boolean) => heard.get('own')!({ run, checkpoint });
  say('first', true);
  say('second', false);
  say('second', true);
  say(null, false);
  expect(remembered).toEqual(['first', 'second', null]);
});

it('computes without WebGPU after a reload where that was chosen, but never in place of a GPU', async () => {
  const stored = new Map<string, string>();
  const browser = {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
    removeItem: (key: string) => void stored.delete(key),
  };
  /** A page on a machine with such an adapter, and what it has asked for since. */
  const page = (software: boolean) => {
    const opened: boolean[] = [];
    const lab = {
      ask: async (command: string, ask: unknown) => {
        if (command === 'runs') return { runs: [] };
        if (command !== 'open') return null;
        const { cpu } = ask as { cpu: boolean };
        opened.push(cpu);
        return { software: software || cpu };
      },
      on: () => () => undefined,
      dispose: () => undefined,
    } as unknown as Lab;
    return { bench: createWorkbench(lab, createViewStore(browser, { asked: null, preferred: 'en' })), opened };
  };
  const booted = async (software: boolean): Promise<boolean[]> => {
    const { bench, opened } = page(software);
    await bench.boot();
    return opened;
  };
  expect(await booted(true)).toEqual([false]);
  await page(true).bench.openDevice(true);
  expect(await booted(true)).toEqual([false, true]);
  expect(await booted(false)).toEqual([false]);
  await page(true).bench.openDevice(false);
  expect(await booted(true)).toEqual([false]);
});

it.each(['resume', 'step'] as const)(
  'shows no figures of the weights at rest after a %s from there',
  async (action) => {
    const lab = { ask: async () => ({}), on: () => () => undefined, dispose: () => undefined } as unknown as Lab;
    const bench = createWorkbench(lab, createViewStore(storage, { asked: null, preferred: 'en' }));
    bench.graph.getState().open(document);
    bench.run.setState({
      trained: document,
      progress: { ...AT_REST, phase: 'paused', step: 5 },
      evaluated: { metrics: { 'hr@10': 0.2 }, baselines: {} },
    });
    await bench[action]();
    expect(bench.run.getState()).toMatchObject({ evaluated: null, trained: document });
  },
);

it('shows the run that was there again where the lab refuses a new one, and where the lab is now', async () => {
  const refused = plainFailure('run-gone');
  let begins = false;
  const listeners = new Map<string, (event: never) => void>();
  const lab = {
    ask: async (command: string) => {
      if (command !== 'start' && command !== 'step') return {};
      if (begins) listeners.get('run')!({ id: 'new', status: 'running' } as never);
      throw new LabRefusal(refused);
    },
    on: (type: string, listener: (event: never) => void) => (listeners.set(type, listener), () => undefined),
    dispose: () => undefined,
  } as unknown as Lab;
  const bench = createWorkbench(lab, createViewStore(storage, { asked: null, preferred: 'en' }));
  const other = preset('classic').build(schema);
  bench.data.setState({ summary });
  bench.graph.getState().open(other);
  bench.run.append([{ name: 'loss', steps: Float64Array.of(1, 2), values: Float64Array.of(4, 3) }]);
  const progress = { ...AT_REST, phase: 'done' as const, step: 2 };
  bench.run.setState({ id: 'old', progress, trained: document });
  for (const ask of [bench.start, bench.step]) {
    bench.run.setState({ progress, failure: null });
    // The lab says where it is before it refuses.
    const asked = ask();
    bench.run.setState({ progress });
    await asked;
    expect(bench.run.getState()).toMatchObject({ id: 'old', trained: document, failure: refused, progress });
    expect([...bench.run.points('loss')!.values]).toEqual([4, 3]);
    expect(canContinue(bench.run.getState(), other)).toBe(false);
  }
  begins = true;
  await bench.start();
  expect(bench.run.getState()).toMatchObject({ id: 'new', trained: other });
  expect(bench.run.points('loss')).toBeNull();
});
