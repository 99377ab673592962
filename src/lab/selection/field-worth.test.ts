import { describe, expect, it } from 'vitest';
import { createBatches } from '../../data/batches';
import { impressions, impressionsDataset } from '../../data/click-rates-testing';
import type { Field } from '../../data/dataset';
import { onDevice } from '../../engine/testing';
import { setParam } from '../../model/document/graph-edits';
import { schemaOf } from '../../model/document/schema';
import { gatedRanker, KINDS, plantedLog } from '../../model/harness/planted-fields';
import { smallSettings } from '../../model/harness/small-graph';
import { graphOf, tinyDataset, withTitles } from '../../model/harness/tiny-log';
import { preset } from '../../model/presets/presets';
import { TrainStep } from '../../model/run/train-step';
import { pairCounts, pairMetrics, pairsOf } from '../evaluate/pairs';
import { scoresOfPairs } from '../evaluate/score-pairs';
import { LiveModel } from '../training/live-model';
import { agreementOf, fieldWorths } from './field-worth';
import { servedFields, shareLeftOut } from './field-costs';
import { fitting } from './fitting';
import { shuffled } from './shuffled';

onDevice();

const dataset = plantedLog();
const watch = { signal: new AbortController().signal, onProgress: () => undefined };

/** The ranker after so many steps with noisy gates. */
async function trained(steps: number) {
  const graph = setParam(gatedRanker(['kind', 'shade']), 'kind-gate', 'readPrice', 2);
  return trainedBy(new LiveModel(dataset, graph, smallSettings({ batch: 32 })), steps);
}
async function trainedBy(model: LiveModel, steps: number): Promise<LiveModel> {
  const { compiled, weights, settings, dataset: log } = model;
  const step = new TrainStep(compiled, log, weights, settings, settings.stages[0]!);
  const batches = createBatches(log, { batch: 32, seed: 5, ...compiled.reads });
  for (let at = 0; at < steps; at++) step.run(batches.at(at));
  await step.ring.take();
  step.dispose();
  return model;
}

describe('what fields are worth', () => {
  it('is lost where a field that decides is shuffled, and nothing where its gate is shut', async () => {
    const model = await trained(300);
    model.step = 300;
    const { fields, value, validationUsers, agreement, step, repeats } = await fieldWorths(
      model,
      { series: [] },
      watch,
    );
    expect([step, repeats], 'as many as an interval needs').toEqual([300, 3]);
    expect(validationUsers).toBe(dataset.split.validation.length);
    const of = (name: string) => fields.find(({ field }) => field === name)!;
    expect(of('kind').keep).toBeGreaterThan(0.5);
    expect(of('shade').keep).toBeLessThan(0.5);
    expect(of('kind').importance.mean).toBeGreaterThan(0.3 * value);
    expect(of('kind').importance.half).toBeGreaterThan(0);
    expect(of('shade').importance).toEqual({ mean: 0, half: 0 });
    // Passes no gate.
    expect(of('segment')).toMatchObject({ side: 'user', keep: null, seGate: null });
    expect(agreement[0]).toEqual({ methods: ['keep', 'importance'], fields: 2, rankCorrelation: 1 });
    expect(agreement[1]).toMatchObject({ fields: 0, rankCorrelation: null });
    model.dispose();
  });

  it('is lost too where a text or the past alone reads the field, and of the loss alone it is said that nothing is', async () => {
    const kinds = dataset.items.map((item) => Number(item.slice(1)) % KINDS);
    const log = withTitles(
      dataset,
      kinds.map((kind) => ['the sea', 'a kettle', 'my horse'][kind]!),
    );
    const drawn = graphOf(
      { kinds: ['kind', 8], shades: ['shade', 8], titles: ['title trigrams', 16] },
      {
        past: ['history', 'user', { tables: ['kinds', 'shades'], length: 4, dropout: 0 }],
        pool: ['pool', 'user', { by: 'mean' }],
        title: ['text-trigrams', 'item', { tables: ['titles'] }],
        match: ['match', 'match'],
        softmax: ['in-batch-softmax', 'objective'],
        twins: ['classification', 'objective', { field: 'twin', weight: 0.1 }],
      },
      [
        'past.sequence > pool.sequence',
        'pool.vector > match.user',
        'title.vector > match.item',
        'match.pairing > softmax.pairing',
        'title.vector > twins.vector',
      ],
    );
    const model = await trainedBy(new LiveModel(log, drawn, smallSettings({ batch: 32 })), 100);
    const { fields, value, ofLoss } = await fieldWorths(model, { series: [] }, watch);
    const of = (name: string) => fields.find(({ field }) => field === name)!;
    expect(fields.map(({ field, node, side }) => [field, node, side])).toEqual([
      ['title trigrams', 'title', 'item'],
      ['kind', 'past', 'item'],
      ['shade', 'past', 'item'],
    ]);
    expect(ofLoss).toEqual(['twin']);
    expect(fields.map(({ cost }) => cost === null)).toEqual([false, true, true]);
    expect(of('title trigrams').importance.mean).toBeGreaterThan(0.3 * value);
    expect(of('kind').importance.mean).toBeGreaterThan(0.3 * value);
    expect(of('shade').importance.mean).toBeLessThan(0.5 * of('kind').importance.mean);
    model.dispose();
  });

  it('of a ranker of impressions is by GAUC, over the users who have pairs of both kinds', async () => {
    const log = await impressionsDataset(
      impressions({ ann: 'a1+ e1- b3+ d3- c6+', bob: 'd1+ e1- a3+ c3- b6+', cat: 'e1+ d1- b3+ c3- a6+' }),
    );
    const { graph } = preset('pre-ranker').build(schemaOf(log), { width: 4 });
    const model = await trainedBy(new LiveModel(log, graph, smallSettings({ batch: 32 })), 20);
    const pairs = pairsOf(log, 'validation')!;
    const scores = await scoresOfPairs(model.serving, pairs, {});
    const { metric, value, validationUsers, fields } = await fieldWorths(model, { repeats: 2, series: [] }, watch);
    expect(metric).toBe('gauc');
    expect(value).toBe(pairMetrics(pairs, scores)['gauc']);
    expect(validationUsers).toBe(pairCounts(pairs).users);
    expect(validationUsers).toBeGreaterThan(0);
    expect(fields.map(({ field }) => field)).toContain('item id');
    model.dispose();
  });

  it('is not to be had where nothing is held out for validation', async () => {
    const model = await trained(1);
    const without = { ...dataset, split: { ...dataset.split, validation: [] } };
    const { graph, settings } = model;
    const other = new LiveModel(without, graph, settings);
    await expect(fieldWorths(other, { repeats: 1, series: [] }, watch)).rejects.toMatchObject({
      code: 'no-validation',
    });
    model.dispose();
    other.dispose();
  });

  it('asks of the fields of the graph, each at the prices of its gate', async () => {
    const model = await trained(1);
    const served = await servedFields(model);
    expect(served.map(({ node, field }) => `${node} ${field}`)).toEqual([
      'segment segment',
      'kind kind',
      'shade shade',
    ]);
    // Twice the price of a lookup of .1.
    expect(served[1]!.cost - served[2]!.cost).toBeCloseTo(0.1, 6);
    expect(served[0]!.cost).toBeCloseTo(served[2]!.cost, 6);
    model.weights.write('item/kind-gate/logit', Float32Array.of(-1));
    const [, kind, shade] = await servedFields(model);
    expect(kind!.keep).toBeCloseTo(1 / (1 + Math.E), 6);
    model.weights.write('item/shade-gate/logit', Float32Array.of(1));
    expect(shareLeftOut(await servedFields(model))).toBeCloseTo(kind!.cost / (kind!.cost + shade!.cost), 6);
    model.dispose();
  });

  it('takes the mean of an SE gate from the curves of the run, the last reading', async () => {
    const log = tinyDataset();
    const { graph, settings } = preset('senet').build(schemaOf(log), { width: 8 });
    const model = new LiveModel(log, graph, settings);
    const gate = model.compiled.probes.find(({ nodeId, name }) => nodeId === 'item-gate' && name === 'gate')!;
    const series = [0.3, 0.7].map((value, at) => ({
      name: `${gate.key}/${at}/mean` as const,
      steps: Float64Array.of(1, 2),
      values: Float64Array.of(9, value),
    }));
    const { fields } = await fieldWorths(model, { repeats: 1, series }, watch);
    const seGates = fields.flatMap(({ field, seGate }) => (seGate === null ? [] : [[field, seGate]]));
    expect(seGates).toEqual([
      [gate.labels[0], 0.3],
      [gate.labels[1], 0.7],
    ]);
    model.dispose();
  });
});

describe('a shuffled field', () => {
  const bag: Field = {
    name: 'tags',
    owner: 'item',
    kind: 'bag',
    rows: 40,
    vocabulary: [],
    length: 2,
    ids: Uint32Array.from({ length: 40 }, (_, slot) => slot),
    weights: Float32Array.from({ length: 40 }, (_, slot) => slot / 40),
  };

  it('deals whole bags out anew, each with its weights, and as often as before', () => {
    const { ids, weights } = shuffled(bag, 1);
    expect([...ids]).not.toEqual([...bag.ids]);
    expect([...ids].toSorted((a, b) => a - b)).toEqual([...bag.ids]);
    for (let owner = 0; owner < 20; owner++) expect(ids[2 * owner + 1]).toBe(ids[2 * owner]! + 1);
    ids.forEach((id, slot) => expect(weights![slot]).toBeCloseTo(id / 40, 6));
  });

  it('deals out the numbers of the file with its slots', () => {
    const numbers = Float32Array.from({ length: 20 }, (_, owner) => 2 * owner);
    const dealt = shuffled({ ...bag, numbers }, 1);
    // Slot 0 of owner n has the id 2 n.
    expect([...dealt.numbers!]).toEqual([...dealt.numbers!.keys()].map((owner) => dealt.ids[2 * owner]));
    expect('numbers' in shuffled(bag, 1)).toBe(false);
  });

  it('is another one for another seed', () => expect(shuffled(bag, 1).ids).not.toEqual(shuffled(bag, 2).ids));
});

describe('a budget', () => {
  const field = (keep: number | null, cost: number, importance = 0) => ({ keep, cost, importance });

  it('is spent on those most likely kept, passes over what is too dear, and goes on with cheaper ones', () => {
    expect(fitting([field(0.9, 2), field(0.8, 5), field(0.1, 1)], 3)).toEqual([true, false, true]);
    expect(fitting([field(0.1, 1), field(0.9, 3)], 3)).toEqual([false, true]);
  });

  it('comes last to fields without a gate, in the order of their importance', () => {
    expect(fitting([field(null, 1, 0.2), field(null, 1, 0.5), field(0.1, 1)], 2)).toEqual([false, true, true]);
  });
});

it('ways agree by rank over the fields that both know', () => {
  const fields = [
    { keep: 0.9, seGate: 1, importance: { mean: 0.1 } },
    { keep: 0.5, seGate: 2, importance: { mean: 0.05 } },
    { keep: 0.1, seGate: null, importance: { mean: 0.01 } },
  ];
  expect(agreementOf(fields)).toEqual([
    { methods: ['keep', 'importance'], fields: 3, rankCorrelation: 1 },
    { methods: ['seGate', 'importance'], fields: 2, rankCorrelation: -1 },
    { methods: ['keep', 'seGate'], fields: 2, rankCorrelation: -1 },
  ]);
  const tied = fields.map((field) => ({ ...field, importance: { mean: 0.2 } }));
  expect(agreementOf(tied).map(({ rankCorrelation }) => rankCorrelation)).toEqual([null, null, -1]);
});
