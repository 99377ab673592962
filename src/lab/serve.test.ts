/** Trained weights that serve another way than they did, with nothing trained anew. */
import { expect, it } from 'vitest';
import { worldById } from '../data/worlds/worlds';
import { setParam } from '../model/document/graph-edits';
import type { TowerGraph } from '../model/document/graph';
import { ask, heard, onLab, phase, refusal, train } from './host-testing';
import { canServe } from './stores/can-continue';
import { AT_REST } from './announcer';
import { plainDocument, SMALL_WORLD } from './testing';

onLab({}, true);

/** With a business weight above the match, which no loss reads. */
const priced = ({ nodes, edges, ...graph }: TowerGraph, exponent: number): TowerGraph => ({
  ...graph,
  nodes: [
    ...nodes,
    { id: 'worth', block: 'business-weight', side: 'match', params: { field: 'price', exponent }, at: [0, 0] },
  ],
  edges: [...edges, { from: { node: 'match', output: 'pairing' }, to: { node: 'worth', input: 'pairing' } }],
});
const scoresOf = async () => {
  const { model } = await ask('retrieve', { user: 4, k: 1000 });
  return new Map(model.map(({ id, score }) => [id, score]));
};

it('lists move at once by what stands above the trained match: each score by exponent x log price', async () => {
  const document = plainDocument(12);
  await train(document);
  const [before, losses] = [await scoresOf(), heard.series('loss')];
  const opened = await ask('serve', { graph: priced(document.graph, 2) });
  const after = await scoresOf();
  expect(after.size).toBe(before.size);
  const { items } = worldById(SMALL_WORLD.id).generate(SMALL_WORLD);
  const column = (name: string) => items!.columns.find((own) => own.name === name)!;
  const [id, price] = [column('book'), column('price')];
  const priceOf = new Map(
    Array.from(id.codes, (code, row) => [id.dictionary[code]!, Number(price.dictionary[price.codes[row]!])]),
  );
  for (const [item, score] of after) expect(score).toBeCloseTo(before.get(item)! + 2 * Math.log(priceOf.get(item)!), 4);
  // A run of its own, which has the curves of the one before and can be tested.
  expect(opened).toMatchObject({ progress: { phase: 'done', step: 12 }, lacks: null });
  expect(opened.run).toMatchObject({ origin: { kind: 'continued', step: 12 }, status: 'finished', step: 12 });
  expect([...opened.series.find(({ name }) => name === 'loss')!.values]).toEqual(losses);
  expect((await ask('evaluate', {})).metrics['hr@100']).toBeGreaterThan(0);
  // And back.
  await ask('serve', { graph: document.graph });
  expect(await scoresOf()).toEqual(before);
});

it('of what learns something else they do not, and the weights stay', async () => {
  const document = plainDocument(3);
  await train(document);
  const before = await scoresOf();
  for (const graph of [
    setParam(document.graph, 'match', 'temperature', 0.2),
    setParam(document.graph, 'softmax', 'logQ', false),
  ])
    expect((await refusal(ask('serve', { graph }))).code).toBe('learns-otherwise');
  const broken = priced(document.graph, 1);
  const failure = await refusal(ask('serve', { graph: setParam(broken, 'worth', 'field', 'weight') }));
  expect(failure.problems).toMatchObject([{ nodeId: 'worth', code: 'unknown-field' }]);
  expect(phase()).toBe('done');
  expect(await scoresOf()).toEqual(before);
});

it('nor while a run trains', async () => {
  const document = plainDocument(100_000);
  await ask('start', document);
  await heard.until(() => heard.series('loss').length >= 1);
  const code = (await refusal(ask('serve', { graph: priced(document.graph, 1) }))).code;
  expect(code).toBe('training-not-at-rest');
});

it('is offered where only what serves differs, at rest', () => {
  const trained = plainDocument(3);
  const served = { ...trained, graph: priced(trained.graph, 1) };
  const done = { trained, progress: { ...AT_REST, phase: 'done' as const, step: 3 } };
  expect(canServe(done, served)).toBe(true);
  expect(canServe({ ...done, trained: served }, { ...trained, graph: priced(trained.graph, 2) })).toBe(true);
  expect(canServe(done, trained)).toBe(false);
  expect(canServe(done, { ...served, settings: { ...served.settings, seed: 6 } })).toBe(false);
  expect(canServe(done, { ...served, graph: setParam(served.graph, 'match', 'temperature', 0.2) })).toBe(false);
  expect(canServe({ ...done, progress: { ...done.progress, phase: 'training' } }, served)).toBe(false);
});
