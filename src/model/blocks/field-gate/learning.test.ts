/** What the gates of a ranker learn: a log whose users take items of their own segment, and nothing else decides. */
import { describe, expect, it } from 'vitest';
import { createBatches } from '../../../data/batches';
import { FIRST_VALUE } from '../../../data/dataset';
import { encodeHistories } from '../../../data/history';
import { WeightStore } from '../../../engine/optimizers/weights';
import { onDevice } from '../../../engine/testing';
import { judge } from '../../check/judge';
import type { Stage, TowerGraph } from '../../document/graph';
import { setParam } from '../../document/graph-edits';
import { schemaOf } from '../../document/schema';
import { gatedRanker, KINDS, plantedLog } from '../../harness/planted-fields';
import { smallSettings } from '../../harness/small-graph';
import { CandidateScorer } from '../../run/candidate-scorer';
import { CompiledGraph } from '../../run/compile';
import { addWeights, TrainStep } from '../../run/train-step';

onDevice();

const dataset = plantedLog();
const schema = schemaOf(dataset);

const LEARNS: Stage = { terms: ['*'], trainable: ['*'], until: { steps: 1 } };
const SELECTED: Stage = { terms: ['loss'], trainable: ['table/*', 'match/*'], until: { steps: 1 } };

/** `costs`: the penalty of each step. */
async function trained(
  graph: TowerGraph,
  stages: readonly (readonly [Stage, steps: number])[],
  begin: (store: WeightStore) => void = () => undefined,
) {
  const judgement = judge(graph, schema);
  expect(judgement.problems).toEqual([]);
  const compiled = new CompiledGraph(judgement);
  const settings = smallSettings({ batch: 32 });
  const weights = new WeightStore();
  addWeights(weights, compiled, settings);
  begin(weights);
  const { historyLength, candidates } = compiled;
  const batches = createBatches(dataset, { batch: 32, historyLength, seed: 5, candidates });
  const costs: number[] = [];
  let done = 0;
  for (const [stage, steps] of stages) {
    const step = new TrainStep(compiled, dataset, weights, settings, stage, done);
    for (const end = done + steps; done < end; done++) step.run(batches.at(done));
    const { rows } = await step.ring.take();
    costs.push(...rows.map((row) => row[step.columns.indexOf('cost')] ?? 0));
    step.dispose();
  }
  return { compiled, weights, costs };
}

/** By field: the probability that its gate keeps it. */
async function keepOf({ weights }: { weights: WeightStore }, fields: readonly string[]): Promise<number[]> {
  const read = await Promise.all(fields.map((field) => weights.read(`item/${field}-gate/logit`)));
  return read.map(([logit]) => 1 / (1 + Math.exp(-logit!)));
}

/** Of three users every item. */
async function scoresOf({ compiled, weights }: { compiled: CompiledGraph; weights: WeightStore }) {
  const scorer = new CandidateScorer(compiled, dataset, weights);
  const users = [0, 1, 2];
  const pasts = users.map((user) => ({ user, history: 0, historyEvents: null }));
  const all = [...dataset.items.keys()];
  const scores = await scorer.score(
    {
      users: Uint32Array.from(users),
      events: dataset.userStart.slice(0, users.length),
      history: encodeHistories(dataset, pasts, compiled.historyLength),
      windows: [],
    },
    Uint32Array.from(users.flatMap(() => all)),
  );
  scorer.dispose();
  return scores;
}

describe('gates that learn', () => {
  it('keep the field that decides and shut the one that says nothing', async () => {
    const [kind, shade] = await keepOf(await trained(gatedRanker(['kind', 'shade']), [[LEARNS, 400]]), [
      'kind',
      'shade',
    ]);
    expect(kind).toBeGreaterThan(0.8);
    expect(shade).toBeLessThan(0.3);
  });

  it('of two fields that say the same keep the cheaper one', async () => {
    const graph = gatedRanker(['kind', 'twin']);
    const dear = async (field: string) =>
      keepOf(await trained(setParam(graph, `${field}-gate`, 'readTime', 20), [[LEARNS, 400]]), ['kind', 'twin']);
    const [twinDear, kindDear] = [await dear('twin'), await dear('kind')];
    expect(twinDear[1]).toBeLessThan(0.5);
    expect(twinDear[1]).toBeLessThan(twinDear[0]! - 0.3);
    expect(kindDear[0]).toBeLessThan(0.5);
    expect(kindDear[0]).toBeLessThan(kindDear[1]! - 0.3);
  });

  it('of two fields that say the same keep the one that was measured to be cheaper', async () => {
    const graph = gatedRanker(['kind', 'twin']);
    const measured = (field: string, time: number) => (now: TowerGraph) =>
      setParam(now, `${field}-gate`, 'measured', { adapter: 'an adapter', times: { [field]: time } });
    const keep = await keepOf(await trained(measured('kind', 0.1)(measured('twin', 2)(graph)), [[LEARNS, 400]]), [
      'kind',
      'twin',
    ]);
    expect(keep[1]).toBeLessThan(0.5);
    expect(keep[1]).toBeLessThan(keep[0]! - 0.3);
  });

  it('draw another mask in each recorded step, and the same ones when the run is repeated', async () => {
    const costs = async () => (await trained(gatedRanker(['kind']), [[LEARNS, 12]])).costs;
    const drawn = await costs();
    // The price of one field over 32 rows, kept or not.
    const share = drawn.map((cost) => cost / Math.max(...drawn));
    expect(share.filter((x) => x > 0.9).length).toBeGreaterThan(2);
    expect(share.filter((x) => x < 0.1).length).toBeGreaterThan(2);
    expect(await costs()).toEqual(drawn);
  });
});

describe('gates that do not learn', () => {
  it('all open, as at the start, are as if they were not drawn: training and scores, bit for bit', async () => {
    const fields = ['kind', 'shade'];
    const [gated, plain] = [
      await trained(gatedRanker(fields), [[SELECTED, 20]]),
      await trained(gatedRanker(fields, { isGated: false }), [[SELECTED, 20]]),
    ];
    expect(await scoresOf(gated)).toEqual(await scoresOf(plain));
  });

  it('leave nothing of a field that is shut, and stay as the stage before left them', async () => {
    const shut = (store: WeightStore) => store.write('item/shade-gate/logit', Float32Array.of(-0.1));
    const run = await trained(gatedRanker(['kind', 'shade']), [[SELECTED, 20]], shut);
    const before = await scoresOf(run);
    run.weights.write('table/shade', new Float32Array((KINDS + FIRST_VALUE) * 4).fill(3));
    expect(await scoresOf(run)).toEqual(before);
    expect(await run.weights.read('item/shade-gate/logit')).toEqual(Float32Array.of(-0.1));
    // Open, the same table counts.
    run.weights.write('item/shade-gate/logit', Float32Array.of(0));
    expect(await scoresOf(run)).not.toEqual(before);
  });
});
