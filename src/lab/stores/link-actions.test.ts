import { expect, it } from 'vitest';
import { preset } from '../../model/presets/presets';
import type { Lab } from '../protocol';
import { linkTo } from '../towers/link';
import { schema, towersFrom } from '../towers/testing';
import { createViewStore } from './view';
import { createWorkbench, FIRST_WORLD } from './workbench';

const page = { getItem: () => null, setItem: () => undefined, removeItem: () => undefined };
const towers = towersFrom('classic');
const world = { id: 'teashop', events: 2000, seed: 3 };
const own = preset('senet').build(schema);
const source = { kind: 'world', id: 'bookshop', events: 500, seed: 9 };

/** A page over a lab that has a run to go on with, or none. */
function open(restored: boolean) {
  const asked: [string, unknown][] = [];
  const summary = { name: 'x', fingerprint: 'f', schema, fields: schema.fields };
  const answers: Record<string, unknown> = {
    open: { reason: null },
    worlds: [{ id: 'bookshop' }, { id: 'teashop' }],
    runs: { runs: [] },
    load: summary,
    restore: restored
      ? {
          run: { id: 'r', ...own, data: { source, fingerprint: 'f' }, baselines: {}, result: null, evaluated: null },
          series: [],
          progress: { phase: 'done', step: 3 },
          dataset: summary,
          lacks: null,
        }
      : null,
  };
  const lab = {
    ask: async (command: string, ask: unknown) => {
      asked.push([command, ask]);
      return answers[command];
    },
    on: () => () => undefined,
    dispose: () => undefined,
  } as unknown as Lab;
  const bench = createWorkbench(lab, createViewStore(page, { asked: null, preferred: 'en' }));
  const loads = () =>
    asked.filter(([command]) => command === 'load').map(([, ask]) => (ask as { source: object }).source);
  const titles = () => [
    bench.graph.getState().document?.graph.title,
    ...bench.graph.temporal.getState().pastStates.map((past) => past.document?.graph.title),
  ];
  return { bench, loads, titles };
}

it('is opened at once, on its world, by a tab that has nothing of its own', async () => {
  const { bench, loads, titles } = open(false);
  await bench.boot(await linkTo({ towers, world, tab: 'inside' }));
  expect(loads()).toEqual([{ kind: 'world', ...world }]);
  expect(bench.graph.getState().document).toEqual({ graph: towers.graph, settings: towers.settings });
  expect(titles()).toEqual([towers.graph.title]);
  expect(bench.view.getState().tab).toBe('inside');
  expect(bench.link.getState()).toEqual({ received: null, refused: null, needsLog: false });
});

it('of a log is drawn on the first world, and says that its log is not here', async () => {
  const { bench, loads } = open(false);
  await bench.boot(await linkTo({ towers, world: null, tab: 'curves' }));
  expect(loads()).toEqual([{ kind: 'world', ...FIRST_WORLD }]);
  expect(bench.graph.getState().document?.graph).toEqual(towers.graph);
  expect(bench.link.getState().needsLog).toBe(true);
});

it('waits for a word where the tab has a run; then it is one step that can be undone, and the run stays on screen on its data', async () => {
  const { bench, loads, titles } = open(true);
  const here = { id: 'bookshop', events: 500, seed: 9 };
  await bench.boot(await linkTo({ towers, world: here, tab: 'curves' }));
  expect(titles()).toEqual([own.graph.title]);
  expect(bench.changesData(bench.link.getState().received!)).toBe(false);
  await bench.openLink();
  expect(titles()).toEqual([towers.graph.title, own.graph.title]);
  expect([loads(), bench.run.getState().id, bench.link.getState().received]).toEqual([[], 'r', null]);
});

it('of another world loads it, and is still one step', async () => {
  const { bench, loads, titles } = open(true);
  await bench.boot();
  await bench.receiveLink(await linkTo({ towers, world: { ...world, split: 'time' }, tab: 'curves' }));
  expect(bench.changesData(bench.link.getState().received!)).toBe(true);
  expect(loads()).toEqual([]);
  await bench.openLink();
  expect(loads()).toEqual([{ kind: 'world', ...world, split: 'time' }]);
  expect(titles()).toEqual([towers.graph.title, own.graph.title]);
});

it('that is refused changes nothing, and is said until it is read', async () => {
  for (const restored of [true, false]) {
    const { bench, titles } = open(restored);
    await bench.boot('#towers=rubbish');
    expect(titles()).toEqual([restored ? own.graph.title : 'Two towers']);
    expect(bench.link.getState()).toMatchObject({ received: null, refused: { code: 'link-damaged' } });
  }
});

it('is made of what is on screen: the towers, the world with its numbers, the tab', async () => {
  const { bench } = open(true);
  await bench.boot();
  bench.view.setState({ tab: 'result' });
  const link = await bench.shareLink();
  const other = open(false);
  await other.bench.boot(link);
  expect(other.loads()).toEqual([source]);
  expect(other.bench.graph.getState().document).toEqual({ graph: own.graph, settings: own.settings });
  expect(other.bench.view.getState().tab).toBe('result');
});
