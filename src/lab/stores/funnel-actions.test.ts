import { expect, it } from 'vitest';
import { LabRefusal, plainFailure } from '../failure';
import type { FunnelFound } from '../commands/funnel';
import { stageOf, type StageChoice } from '../funnel/cut-offs';
import type { Ask, Lab } from '../protocol';
import type { Run } from '../runs/run';
import { MOST_TRIED } from './funnel-actions';
import { createViewStore } from './view';
import { createWorkbench } from './workbench';

const storage = { getItem: () => null, setItem: () => undefined, removeItem: () => undefined };
const funnelOf = ({ stages }: Ask<'funnel'>): FunnelFound => ({
  stages: stages.map(({ keep }) => ({ keep }) as FunnelFound['stages'][number]),
  metrics: {},
  sampled: 1,
  supplied: null,
  reordered: null,
  titles: stages.map(() => ['Plain']),
});

function page() {
  const asked: [string, object][] = [];
  const state = { refuses: false };
  const lab = {
    ask: async (command: string, ask: object) => {
      asked.push([command, ask]);
      if (state.refuses) throw new LabRefusal(plainFailure('run-without-weights', {}, { title: 'Plain' }));
      return command === 'funnel' ? funnelOf(ask as Ask<'funnel'>) : {};
    },
    on: () => () => undefined,
    dispose: () => undefined,
  } as unknown as Lab;
  const bench = createWorkbench(lab, createViewStore(storage, { asked: null, preferred: 'en' }));
  bench.data.setState({ summary: { fingerprint: 'f' } as never });
  bench.runs.setState({ runs: ['a', 'b'].map((id) => ({ id, step: 10, startedAt: '' }) as Run) });
  const cutOffs = () => bench.funnel.getState().tried.map(({ stages }) => stages.map(({ keep }) => keep));
  return { asked, state, bench, cutOffs };
}
const stages = (...keeps: number[]) => keeps.map((keep, at) => stageOf(['a', 'b'][at]!, keep));

it('lists cut-offs of the same stages, the newest first and each once, ten at the most', async () => {
  const { bench, cutOffs } = page();
  for (const keep of [30, 20, 30]) await bench.runFunnel(stages(keep, 5));
  expect(cutOffs()).toEqual([
    [30, 5],
    [20, 5],
  ]);
  for (let keep = 100; keep < 100 + MOST_TRIED; keep++) await bench.runFunnel(stages(keep, 5));
  expect(cutOffs()).toHaveLength(MOST_TRIED);
  expect(cutOffs().at(-1)).toEqual([100, 5]);
  expect(bench.funnel.getState().tried[0]!.chosen.map(({ sources }) => sources[0]!.run)).toEqual(['a', 'b']);
});

it('lists other weights of the same runs beside each other, and asks for the column it is given', async () => {
  const { bench, asked } = page();
  const [first, second] = [stageOf('a', 30), stageOf('b', 30)];
  const merged = (weight: number): StageChoice => ({
    ...first,
    sources: [...first.sources, { ...second.sources[0]!, weight }],
  });
  for (const weight of [2, 7, 2]) await bench.runFunnel([merged(weight)], 'score');
  const weights = bench.funnel.getState().tried.map(({ chosen }) => chosen[0]!.sources.map((source) => source.weight));
  expect(weights).toEqual([
    [5, 2],
    [5, 7],
  ]);
  expect(asked.at(-1)).toMatchObject(['funnel', { scores: 'score' }]);
});

it('begins the list anew with other stages, with a run that trained on, and with other data', async () => {
  const { bench, cutOffs } = page();
  await bench.runFunnel(stages(30, 5));
  await bench.runFunnel(stages(20));
  expect(cutOffs()).toEqual([[20]]);
  bench.runs.put({ id: 'a', step: 11, startedAt: '' } as Run);
  await bench.runFunnel(stages(10));
  expect(cutOffs()).toEqual([[10]]);
  bench.data.setState({ summary: { fingerprint: 'g' } as never });
  await bench.runFunnel(stages(5));
  expect(cutOffs()).toEqual([[5]]);
});

it('has the person who was followed last, of which data, and the one before where it is refused', async () => {
  const { bench, state, asked } = page();
  await bench.followPerson(stages(30, 5), 4);
  expect(asked.at(-1)).toEqual(['funnelPerson', { stages: stages(30, 5), user: 4, reorder: null }]);
  expect(bench.funnel.getState()).toMatchObject({ following: false, person: { data: 'f' } });
  state.refuses = true;
  await bench.followPerson(stages(30, 5), 5);
  expect(bench.funnel.getState()).toMatchObject({ following: false, person: { data: 'f' } });
  expect(bench.run.getState().failure?.code).toBe('run-without-weights');
});

it('says why it was refused and keeps what was found before; it may be taken back in every part', async () => {
  const { bench, state, cutOffs, asked } = page();
  await bench.runFunnel(stages(30));
  state.refuses = true;
  await bench.runFunnel(stages(20));
  expect(bench.run.getState().failure?.code).toBe('run-without-weights');
  expect(cutOffs()).toEqual([[30]]);
  expect(bench.funnel.getState().asking).toBe(false);
  state.refuses = false;
  await bench.cancelFunnel();
  expect(asked.slice(-2)).toEqual([
    ['cancel', { wait: 'import' }],
    ['cancel', { wait: 'evaluation' }],
  ]);
});

it('sends a file of scores with the stages, and lists what was tried of one file together', async () => {
  const { asked, bench, cutOffs } = page();
  const file = new File(['u,x,1'], 'scores.csv', { lastModified: 1 });
  await bench.runFunnel(stages(30, 5));
  await bench.runFunnel(stages(30, 5), null, { file, keep: 3 });
  expect(asked.at(-1)).toEqual([
    'funnel',
    { stages: stages(30, 5), scores: null, reorder: { file, name: 'scores.csv', keep: 3 } },
  ]);
  expect(cutOffs(), 'without it is another funnel').toEqual([[30, 5]]);
  await bench.runFunnel(stages(20, 5), null, { file, keep: 3 });
  expect(cutOffs()).toHaveLength(2);
  await bench.runFunnel(stages(20, 5), null, { file: new File(['u,x,2'], 'scores.csv', { lastModified: 2 }), keep: 3 });
  expect(cutOffs(), 'it has changed').toHaveLength(1);
  await bench.followPerson(stages(20, 5), 4, { file, keep: 3 });
  expect(asked.at(-1)![1]).toMatchObject({ user: 4, reorder: { name: 'scores.csv', keep: 3 } });
});

it('asks for what is handed on, one question at a time', async () => {
  const { asked, bench } = page();
  const saved = bench.candidatesOf(stages(30));
  expect([bench.funnel.getState().asking, await bench.candidatesOf(stages(30))]).toEqual([true, null]);
  await saved;
  expect(asked.filter(([command]) => command === 'funnel')).toEqual([
    ['funnel', { stages: stages(30), candidates: true }],
  ]);
  expect(bench.funnel.getState().asking).toBe(false);
});
