import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Stage, TowerGraph } from '../../model/document/graph';
import type { LabRefusal } from '../failure';
import { memoryStorage } from '../runs/storage';
import { listen, plainDocument, ready, type Document, type Heard, textOf } from '../testing';
import { decodeFloats } from '../transfer/base64';
import type { WeightsFile } from '../transfer/weights-file';

let heard: Heard;
const storage = memoryStorage();
beforeAll(async () => {
  heard = await ready({ storage }, true);
});
afterAll(() => heard.lab.dispose());
afterEach(async () => {
  await heard.lab.ask('stop', {});
  expect(heard.failures.splice(0)).toEqual([]);
});

const LEARNING_RATE = 0.01;
const untilBest: Stage = { terms: ['softmax'], trainable: ['*'], until: { patience: 1, maxEpochs: 60 } };

/** A softmax, and a hinge on the hardest negatives beside it. */
function curriculum(...stages: Stage[]): Document {
  const { graph, settings } = plainDocument(1, { stages });
  return {
    settings,
    graph: {
      ...graph,
      nodes: [
        ...graph.nodes,
        {
          id: 'hard',
          block: 'triplet',
          side: 'objective',
          params: { choose: 'hardest', reduction: 'sum' },
          at: [2, 0],
        },
      ],
      edges: [...graph.edges, { from: { node: 'match', output: 'pairing' }, to: { node: 'hard', input: 'pairing' } }],
    },
  };
}

async function train(document: Document) {
  heard.forget();
  await heard.lab.ask('start', document);
  await heard.until(() => heard.progress.at(-1)?.phase === 'done');
  return { result: heard.results[0]!, ...(await weightsNow()) };
}

async function weightsNow() {
  const json = await textOf(heard.lab.ask('exportWeights', { encoding: 'base64-f32-le' }));
  const file = JSON.parse(json) as WeightsFile;
  return { file, weights: Object.entries(file.tensors).flatMap(([, { data }]) => [...decodeFloats(data as string)!]) };
}

/** The weights after so many steps, not those that would stay at the end. */
async function weightsAfter(document: Document, steps: number) {
  heard.forget();
  for (let n = 0; n < steps; n++) await heard.lab.ask('step', document);
  const found = await weightsNow();
  await heard.lab.ask('stop', {});
  return found;
}

describe('the second stage', () => {
  it('begins from the best weights of the first, not from its last', async () => {
    const { result, weights } = await train(curriculum(untilBest));
    expect(result.bestStep).toBeLessThan(result.steps);
    const frozen = await train(curriculum(untilBest, { terms: ['hard'], trainable: ['nothing'], until: { steps: 3 } }));
    // No better than what it began with: what it began with stays.
    expect(frozen.result).toMatchObject({
      steps: result.steps + 3,
      bestStep: result.bestStep,
      stage: { at: 2, of: 2 },
      keptStage: { at: 1, of: 2 },
    });
    expect(frozen.weights).toEqual(weights);
  });

  it('learns by an optimizer that has seen nothing: its first step moves every number it touches by the learning rate', async () => {
    const first: Stage = { ...untilBest, until: { steps: 7 } };
    const before = await train(curriculum(first));
    const after = await weightsAfter(curriculum(first, { ...first, until: { steps: 2 } }), 8);
    const moved = after.weights.map((x, i) => Math.abs(x - before.weights[i]!)).filter((x) => x > 0);
    expect(moved.length).toBeGreaterThan(100);
    expect(Math.max(...moved)).toBeCloseTo(LEARNING_RATE, 4);
    // A tiny gradient is damped by epsilon alone.
    expect(moved.filter((x) => x > 0.99 * LEARNING_RATE).length).toBeGreaterThan(0.9 * moved.length);
  });

  it('teaches only the weights that its patterns name', async () => {
    const tables: Stage = { terms: ['softmax'], trainable: ['table/*'], until: { steps: 3 } };
    const stages = [
      tables,
      { ...tables, trainable: ['user/*'] },
      { ...tables, trainable: ['table/items', 'user/both/scale'] },
    ];
    const longer = (stage: Stage): Stage => ({ ...stage, until: { steps: 4 } });
    const files = [await weightsAfter(curriculum(longer({ ...tables, trainable: ['nothing'] })), 3)];
    for (let n = 1; n <= stages.length; n++)
      files.push(await weightsAfter(curriculum(...stages.slice(0, n - 1), longer(stages[n - 1]!)), 3 * n));
    const moved = stages.map((_, n) =>
      Object.keys(files[n]!.file.tensors).filter(
        (path) => files[n + 1]!.file.tensors[path]!.data !== files[n]!.file.tensors[path]!.data,
      ),
    );
    expect(moved).toEqual([['table/users', 'table/items'], ['user/both/scale'], ['table/items', 'user/both/scale']]);
  });

  it('has a best of its own, an own curve for each of its terms, and is said to run', async () => {
    const { result, file } = await train(
      curriculum(untilBest, { terms: ['*'], trainable: ['*'], until: { patience: 1, maxEpochs: 3 } }),
    );
    const ends = heard.progress.filter(({ stage, phase }) => stage?.at === 1 && phase === 'training').at(-1)!.step;
    expect(result.bestStep).toBeGreaterThan(ends);
    expect(heard.series('loss')).toHaveLength(result.steps);
    expect(heard.series('term softmax')).toHaveLength(result.steps);
    const hard = heard.series('term hard');
    expect(hard).toHaveLength(result.steps - ends);
    heard
      .series('loss')
      .slice(ends)
      .forEach((loss, i) => expect(loss).toBeCloseTo(heard.series('term softmax')[ends + i]! + hard[i]!, 3));
    expect([...new Set(heard.progress.flatMap(({ stage }) => (stage ? [`${stage.at} of ${stage.of}`] : [])))]).toEqual([
      '1 of 2',
      '2 of 2',
    ]);
    expect(file.settings.stages).toHaveLength(2);
  });

  it('trap 21: is not begun where the first has not converged by its last epoch', async () => {
    const { result } = await train(
      curriculum(
        { ...untilBest, until: { patience: 50, maxEpochs: 2 } },
        { terms: ['*'], trainable: ['*'], until: { steps: 5 } },
      ),
    );
    expect(result).toMatchObject({ epochs: 2, stage: { at: 1, of: 2 } });
    expect(heard.series('term hard')).toEqual([]);
  });

  it('takes what the one before has chosen as it ended and all else from its best, and only what was trained since may stay', async () => {
    const { graph, settings } = plainDocument(1);
    const gate = { id: 'gate', block: 'field-gate', side: 'user', at: [1, 2] } as const;
    const wires = [
      ['user.fields', 'gate.fields'],
      ['gate.fields', 'user-vector.parts'],
      ['gate.penalty', 'price.penalty'],
    ].map((ends) => ends.map((end) => end.split('.') as [string, string]));
    const chosen: TowerGraph = {
      ...graph,
      nodes: [
        ...graph.nodes,
        { ...gate, at: [1, 2], params: { readTime: 10_000 } },
        { id: 'price', block: 'field-cost', side: 'objective', params: {}, at: [2, 0] },
      ],
      edges: [
        ...graph.edges.filter(({ to }) => to.node !== 'user-vector'),
        ...wires.map(([from, to]) => ({
          from: { node: from![0], output: from![1] },
          to: { node: to![0], input: to![1] },
        })),
      ],
    };
    const search: Stage = { terms: ['*'], trainable: ['*'], until: { steps: 140 } };
    const frozen: Stage = { terms: ['softmax'], trainable: ['nothing'], until: { steps: 3 } };
    const document = (...stages: Stage[]): Document => ({ graph: chosen, settings: { ...settings, stages } });
    const { result, file } = await train(document(search, frozen));
    expect(result).toMatchObject({ steps: 143, bestStep: 143, keptStage: { at: 2, of: 2 } });
    const { result: searched, file: best } = await train(document(search));
    const { file: last } = await weightsAfter(document({ ...search, until: { steps: 141 } }), 140);
    const choice = 'user/gate/logit';
    expect(searched.bestStep).toBeLessThan(140);
    expect(file.tensors).toEqual({ ...best.tensors, [choice]: last.tensors[choice] });
    expect(last.tensors[choice]).not.toEqual(best.tensors[choice]);
    expect(decodeFloats(file.tensors[choice]!.data as string)![0]).toBeLessThan(0);
  });

  it('takes the towers of a ranker as their own loss left them: no validation of what ranks could tell their best', async () => {
    const { graph, settings } = plainDocument(1);
    const node = (id: string, block: string, params = {}, side: 'match' | 'objective' = 'match') =>
      ({ id, block, side, params, at: [1, 0] }) satisfies TowerGraph['nodes'][number];
    const edge = (from: string, output: string, to: string, input: string) => ({
      from: { node: from, output },
      to: { node: to, input },
    });
    const towers = ['match', 'softmax'];
    const ranker: TowerGraph = {
      ...graph,
      kind: 'ranker',
      nodes: [
        ...graph.nodes.filter(({ id }) => !towers.includes(id)),
        node('match', 'tower-score', { temperature: 2 }),
        node('pair', 'interaction'),
        node('all', 'concat'),
        node('score', 'logits'),
        node('tower-loss', 'list-softmax', { candidates: 4 }, 'objective'),
        node('loss', 'list-softmax', { candidates: 4 }, 'objective'),
      ],
      edges: [
        ...graph.edges.filter(({ to }) => to.node !== 'softmax'),
        edge('both', 'vector', 'pair', 'user'),
        edge('item-vector', 'vector', 'pair', 'item'),
        edge('match', 'vector', 'all', 'parts'),
        edge('pair', 'vector', 'all', 'parts'),
        edge('all', 'vector', 'score', 'vector'),
        edge('match', 'logits', 'tower-loss', 'logits'),
        edge('score', 'logits', 'loss', 'logits'),
      ],
    };
    const document = (...stages: Stage[]): Document => ({ graph: ranker, settings: { ...settings, stages } });
    const own: Stage = { terms: ['tower-loss'], trainable: ['*'], until: { steps: 100 } };
    const frozen: Stage = { terms: ['loss'], trainable: ['nothing'], until: { steps: 1 } };
    const { result, weights } = await train(document(own, frozen));
    expect(result).toMatchObject({ steps: 101, bestStep: 101, keptStage: { at: 2, of: 2 } });
    const { weights: last } = await weightsAfter(document({ ...own, until: { steps: 101 } }), 100);
    expect(weights).toEqual(last);
    // By the score that ranks, other weights would have been the best of the stage.
    const { result: alone } = await train(document(own));
    expect(alone.bestStep).toBeLessThan(100);
  });

  it('in which nothing counts is refused', async () => {
    const failure = await heard.lab.ask('start', curriculum(untilBest, { ...untilBest, terms: ['soft'] })).then(
      () => expect.fail('was not refused'),
      (error: LabRefusal) => error.failure,
    );
    expect(failure.problems).toMatchObject([{ code: 'stage-without-terms', field: 'stages.1', values: { stage: 2 } }]);
  });

  it('goes on after a reload to the very losses of a run that was not interrupted', async () => {
    const document = curriculum(
      { ...untilBest, until: { steps: 20 } },
      { terms: ['*'], trainable: ['*'], until: { steps: 25 } },
    );
    await train(document);
    const straight = heard.series('loss');
    const { bestStep, keptStage } = heard.results[0]!;
    heard.forget();
    await heard.lab.ask('step', document);
    for (let n = 1; n < 24; n++) await heard.lab.ask('step', document);
    expect(heard.progress.at(-1)).toMatchObject({ phase: 'paused', step: 24, stage: { at: 2, of: 2 } });
    await heard.lab.dispose();
    heard = listen({ storage });
    await heard.lab.ask('open', { cpu: true });
    expect(await heard.lab.ask('restore', {})).toMatchObject({
      progress: { phase: 'paused', step: 24, stage: { at: 2, of: 2 } },
    });
    await heard.lab.ask('resume', {});
    await heard.until(() => heard.progress.at(-1)?.phase === 'done');
    expect(heard.series('loss')).toEqual(straight.slice(24));
    expect(heard.results.at(-1)).toMatchObject({ bestStep, keptStage });
  });
});
