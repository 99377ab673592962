import { plainDocument, ready, smallDocument, SMALL_WORLD } from './testing';
import type { Document, Heard } from './testing';
import * as tf from '@tensorflow/tfjs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { lowerBinding, watchBuffers } from '../engine/testing';
import type { BothParts } from './evaluate/baseline-count';
import { REFERENCE_ROWS } from './evaluate/baseline-ids';
import { countHere } from './evaluate/baselines/both-parts';
import { checkTransition } from './phases';
import type { LabRefusal } from './lab-refusal';
import type { Phase } from './progress';

/** One lab for the file: every test starts a run of its own. */
let heard: Heard;
/** Holds the count of the baselines where a test wants to act meanwhile. */
let beforeCounting: () => Promise<void> = () => Promise.resolve();
let count: (signal: AbortSignal) => Promise<BothParts> | null = () => null;
beforeAll(async () => {
  heard = await ready({
    baselines: async (dataset, signal, onProgress) => {
      await beforeCounting();
      return count(signal) ?? countHere(dataset, signal, onProgress);
    },
  });
});
afterAll(() => heard.lab.dispose());
afterEach(async () => {
  beforeCounting = () => Promise.resolve();
  count = () => null;
  await heard.lab.ask('stop', {});
  expect(heard.failures.splice(0)).toEqual([]);
});

const ask: Heard['lab']['ask'] = (command, question) => heard.lab.ask(command, question);
const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => expect.fail('was not refused'),
    (error: LabRefusal) => error.failure,
  );
const phase = () => heard.progress.at(-1)?.phase;

async function train(document: Document): Promise<number[]> {
  heard.forget();
  await ask('start', document);
  await heard.until(() => phase() === 'done');
  return heard.series('loss');
}

describe('a run', () => {
  it('gives the same first hundred losses for the same seed, others for another, and goes through the phases in order', async () => {
    const document = await smallDocument(heard.lab, 100);
    const losses = await train(document);
    expect(losses).toHaveLength(100);
    expect(losses.every(Number.isFinite)).toBe(true);
    expect(heard.phases).toEqual(['preparing', 'compiling', 'training', 'done']);
    expect(heard.results).toHaveLength(1);
    expect(heard.results[0]).toMatchObject({ steps: 100 });

    expect(await train(document)).toEqual(losses);
    const other = await train(await smallDocument(heard.lab, 10, { seed: 8 }));
    expect(other).toHaveLength(10);
    expect(other.filter((loss, i) => loss === losses[i])).toEqual([]);
  });

  it('is the same whether it is paused, resumed, stepped and asked meanwhile or not', async () => {
    const document = await smallDocument(heard.lab, 60);
    const straight = await train(document);

    heard.forget();
    await ask('start', document);
    await heard.until(() => heard.series('loss').length >= 5);
    const asked = await Promise.all([0, 3, 7].map((user) => ask('retrieve', { user, k: 5 })));
    expect(asked.map(({ model }) => model.length)).toEqual([5, 5, 5]);
    await ask('exportWeights', { encoding: 'base64-f32-le' });
    await ask('pause', {});
    expect(phase()).toBe('paused');
    const at = heard.progress.at(-1)?.step ?? Number.NaN;
    expect(heard.series('loss')).toHaveLength(at);
    await ask('step', document);
    await ask('step', document);
    expect(heard.progress.at(-1)).toMatchObject({ phase: 'paused', step: at + 2 });
    await ask('resume', {});
    await heard.until(() => phase() === 'done');
    expect(heard.series('loss')).toEqual(straight);
  });

  it('takes one step from rest, and as many as were asked for at once', async () => {
    const document = plainDocument(50);
    heard.forget();
    await ask('step', document);
    expect(heard.progress.at(-1)).toMatchObject({ phase: 'paused', step: 1 });
    await Promise.all([ask('step', document), ask('step', document), ask('step', document)]);
    expect(heard.progress.at(-1)).toMatchObject({ phase: 'paused', step: 4 });
    expect(heard.series('loss')).toHaveLength(4);
    expect(heard.phases.filter((p) => p === 'compiling')).toHaveLength(1);
  });

  it('goes on with the run when a step is asked for while it runs: one more, then rest', async () => {
    const document = plainDocument(10_000);
    heard.forget();
    await ask('start', document);
    await heard.until(() => heard.series('loss').length >= 3);
    const before = heard.series('loss');
    await ask('step', document);
    expect(phase()).toBe('paused');
    expect(heard.series('loss').slice(0, before.length)).toEqual(before);
    expect(heard.phases.filter((p) => p === 'compiling')).toHaveLength(1);
  });

  it('ends at a stop without a word of error, and leaves weights that retrieve', async () => {
    heard.forget();
    await ask('start', plainDocument(100_000));
    await heard.until(() => heard.series('loss').length >= 3);
    await ask('stop', {});
    expect(heard.progress.at(-1)).toMatchObject({ phase: 'done' });
    expect(heard.phases).toEqual(['preparing', 'compiling', 'training', 'stopping', 'done']);
    const steps = heard.series('loss').length;
    const { model, step } = await ask('retrieve', { user: 2, k: 10 });
    expect(step).toBe(steps);
    expect(model).toHaveLength(10);
    expect(model.every(({ score }) => Number.isFinite(score))).toBe(true);
    expect(heard.results).toEqual([]);
  });

  it('can be stopped before it has begun, and twice', async () => {
    heard.forget();
    const started = ask('start', plainDocument(100_000));
    await Promise.all([started, ask('stop', {}), ask('stop', {})]);
    await ask('stop', {});
    expect(['idle', 'done', undefined]).toContain(phase());
    expect(heard.series('loss')).toEqual([]);
  });

  it('starts once more when start is asked for twice at once', async () => {
    const document = plainDocument(12);
    const losses = await train(document);
    heard.forget();
    await Promise.all([ask('start', document), ask('start', document)]);
    await heard.until(() => phase() === 'done' && heard.results.length > 0);
    expect(heard.series('loss')).toEqual(losses);
  });

  it('says numbers that make sense', async () => {
    await train(plainDocument(1, { stages: [{ terms: ['*'], trainable: ['*'], until: { epochs: 3 } }] }));
    let step = 0;
    for (const progress of heard.progress) {
      expect(progress.step).toBeGreaterThanOrEqual(step);
      step = progress.step;
      expect(progress.fraction ?? 0).toBeGreaterThanOrEqual(0);
      expect(progress.fraction ?? 1).toBeLessThanOrEqual(1);
      if (progress.speed) expect(progress.speed.stepsPerSecond).toBeGreaterThan(0);
      if (progress.secondsLeft !== null) expect(progress.secondsLeft).toBeGreaterThanOrEqual(0);
    }
    expect(heard.progress.at(-1)).toMatchObject({ phase: 'done', fraction: 1, epoch: 3, secondsLeft: null });
    expect(heard.series('ndcg@10')).toHaveLength(3);
    const [result] = heard.results;
    expect(result?.epochs).toBe(3);
    expect(result?.steps).toBe(heard.series('loss').length);
    expect(result?.bestStep).toBeLessThanOrEqual(result?.steps ?? 0);
    expect(result?.speed.dispatchesPerStep).toBeGreaterThan(10);
  });

  it('trains the stages one after the other', async () => {
    const { graph, settings } = plainDocument(1);
    const stages = [
      { terms: ['*'], trainable: ['table/*'], until: { steps: 3 } },
      { terms: ['*'], trainable: ['user/*'], until: { epochs: 1 } },
      { terms: ['*'], trainable: ['*'], until: { patience: 1, maxEpochs: 2 } },
    ];
    heard.forget();
    await ask('start', { graph, settings: { ...settings, stages } });
    await heard.until(() => phase() === 'done');
    expect(heard.phases).toEqual([
      'preparing',
      'compiling',
      'training',
      'compiling',
      'training',
      'compiling',
      'training',
      'done',
    ]);
    const losses = heard.series('loss');
    expect(losses.length).toBeGreaterThan(3 + 2);
    expect(losses.every(Number.isFinite)).toBe(true);
  });

  it('leaves no tensor and no buffer behind', async () => {
    const buffers = watchBuffers();
    const document = plainDocument(8);
    const once = async () => {
      await train(document);
      await ask('retrieve', { user: 1, k: 5 });
      await ask('exportWeights', { encoding: 'array' });
      return { tensors: tf.memory().numTensors, bytes: buffers.liveBytes };
    };
    await once();
    const before = await once();
    expect(before.bytes).toBeGreaterThan(0);
    await ask('step', document);
    await ask('stop', {});
    await once();
    expect(await once()).toEqual(before);
    buffers.end();
  });
});

describe('a stop, wherever it falls', () => {
  it('keeps the weights of the last step, also where an earlier one was better on validation', async () => {
    const { graph, settings } = plainDocument(0, {
      stages: [{ terms: ['*'], trainable: ['*'], until: { epochs: 1000 } }],
    });
    heard.forget();
    await ask('start', { graph, settings });
    await heard.until(() => heard.series('ndcg@10').length >= 2);
    await ask('pause', {});
    // Past the evaluation, whose weights are the best known.
    await ask('step', { graph, settings });
    const paused = await ask('retrieve', { user: 2, k: 10 });
    const { json } = await ask('exportWeights', { encoding: 'base64-f32-le' });
    await ask('stop', {});
    expect(heard.progress.at(-1)).toMatchObject({ phase: 'done', step: paused.step });
    expect(await ask('retrieve', { user: 2, k: 10 })).toEqual(paused);
    const tensors = (text: string) => (JSON.parse(text) as { tensors: unknown }).tensors;
    expect(tensors((await ask('exportWeights', { encoding: 'base64-f32-le' })).json)).toEqual(tensors(json));
  });

  it('does not wait for baselines, and gives no result after it', async () => {
    let release: () => void = () => undefined;
    beforeCounting = () =>
      new Promise((resolve) => {
        release = resolve;
      });
    await ask('load', { source: SMALL_WORLD });
    heard.forget();
    await ask('start', plainDocument(5));
    await heard.until(() => heard.progress.at(-1)?.detail === 'baselines');
    await ask('stop', {});
    expect(phase()).toBe('done');
    expect(heard.results).toEqual([]);
    release();
  });

  it('answers a pause during the last evaluation instead of waiting for ever', async () => {
    heard.forget();
    await ask('start', plainDocument(5));
    await heard.until(() => heard.progress.at(-1)?.detail === 'baselines' || heard.results.length > 0);
    await ask('pause', {});
    await heard.until(() => phase() === 'done');
  });

  it('ends an evaluation between two epochs', async () => {
    heard.forget();
    await ask('start', plainDocument(100_000));
    await heard.until(() => heard.progress.at(-1)?.detail === 'evaluating');
    const paused = ask('pause', {});
    await ask('stop', {});
    await paused;
    expect(phase()).toBe('done');
    expect((await ask('retrieve', { user: 0, k: 3 })).model).toHaveLength(3);
  });
});

describe('baselines', () => {
  it('that cannot be counted cost neither the run nor its figures, and are counted anew when asked again', async () => {
    count = () => Promise.reject(new Error('out of memory'));
    await ask('load', { source: SMALL_WORLD });
    heard.forget();
    await ask('start', plainDocument(4));
    await heard.until(() => phase() === 'done');
    expect(heard.results).toHaveLength(1);
    expect(heard.results[0]?.baselines).toEqual({});
    expect(heard.failures.splice(0).map(({ detail }) => detail.message)).toEqual(['out of memory']);
    count = () => null;
    const { metrics, baselines } = await ask('evaluate', {});
    expect(metrics).toEqual(heard.results[0]?.metrics);
    expect(Object.keys(baselines).sort()).toEqual(['chosen', ...REFERENCE_ROWS].sort());
  });

  it('of a data set that was replaced never stand beside the next one', async () => {
    let release: () => void = () => undefined;
    beforeCounting = () =>
      new Promise((resolve) => {
        release = resolve;
      });
    await ask('load', { source: SMALL_WORLD });
    const { graph, settings } = plainDocument(3);
    await ask('start', { graph, settings });
    await heard.until(() => heard.progress.at(-1)?.detail === 'baselines');
    beforeCounting = () => Promise.resolve();
    const old = release;
    await ask('load', { source: SMALL_WORLD });
    heard.forget();
    old();
    await new Promise((resolve) => {
      setTimeout(resolve, 50);
    });
    expect(heard.baselines).toEqual([]);
  });
});

describe('what is refused', () => {
  it('a graph with problems, with the problems, while the weights of before stay', async () => {
    const document = plainDocument(6);
    await train(document);
    const before = await ask('retrieve', { user: 4, k: 10 });
    const broken = { ...document, graph: { ...document.graph, edges: document.graph.edges.slice(1) } };
    const failure = await refusal(ask('start', broken));
    expect(failure.problems.map(({ code }) => code)).toContain('missing-input');
    expect(failure.nodeId).toBe(failure.problems[0]?.nodeId);
    expect(phase()).toBe('done');
    expect(await ask('retrieve', { user: 4, k: 10 })).toEqual(before);
  });

  it('settings that cannot be meant', async () => {
    const { graph, settings } = plainDocument(6);
    const failure = await refusal(ask('start', { graph, settings: { ...settings, batch: 0 } }));
    expect(failure.problems).toMatchObject([{ code: 'bad-param', field: 'batch' }]);
    const byRows = settings.optimizers.map((group) => ({ ...group, rule: 'row-adagrad' as const }));
    expect(
      (await refusal(ask('start', { graph, settings: { ...settings, optimizers: byRows } }))).problems,
    ).toMatchObject([{ code: 'rule-needs-tables', field: 'optimizers.0.rule' }]);
  });

  it('what does not fit the adapter, saying what and by how much, and keeps nothing of it', async () => {
    await train(plainDocument(3));
    let restore = lowerBinding(1000);
    try {
      // The tables do not fit: refused at once.
      const failure = await refusal(ask('start', plainDocument(3)));
      expect(failure.code).toBe('over-limit');
      expect(failure.detail.message).toMatch(
        /^table\/(users|items) needs [\d,]+ bytes in one buffer; this adapter allows 1,000, [\d,]+ too many$/,
      );
      expect(phase()).toBe('failed');
      const { numTensors } = tf.memory();
      // They do, but what a step of 64 rows reads does not: the run fails.
      restore();
      restore = lowerBinding(64 * 64 * 4 - 1);
      await ask('start', plainDocument(3, { batch: 64 }));
      await heard.until(() => heard.failures.length > 0);
      expect(heard.failures.splice(0)).toMatchObject([{ code: 'over-limit' }]);
      expect(phase()).toBe('failed');
      // Only the three weights are there, and the buffers they are parts of: two arenas and the dense one.
      expect(tf.memory().numTensors).toBe(numTensors + 3 + 3);
    } finally {
      restore();
    }
    expect(await train(plainDocument(3))).toHaveLength(3);
  });

  it('questions that come too early, in words', async () => {
    await ask('load', { source: SMALL_WORLD });
    expect((await refusal(ask('retrieve', { user: 0, k: 5 }))).code).toBe('no-weights');
    expect((await refusal(ask('exportWeights', { encoding: 'array' }))).code).toBe('no-weights');
    expect((await refusal(ask('preset', { id: 'one-tower' }))).detail.message).toContain('two-tower');
    await ask('step', plainDocument(6));
    expect((await refusal(ask('retrieve', { user: 100_000, k: 5 }))).detail.message).toMatch(
      /^user index 100000; this data set has \d+ users$/,
    );
  });

  it('the test part while weights change', async () => {
    heard.forget();
    await ask('start', plainDocument(100_000));
    await heard.until(() => heard.series('loss').length >= 3);
    const lists = { k: 5, category: null, diversity: 0 };
    for (const refused of [ask('evaluate', {}), ask('evaluateByInterest', lists), ask('exportVectors', {})])
      expect((await refusal(refused)).code).toBe('training-not-at-rest');
    await ask('pause', {});
    expect((await ask('evaluate', {})).metrics['hr@100']).toBe(1);
    const { step, alone, merged } = await ask('evaluateByInterest', lists);
    expect(step).toBeGreaterThanOrEqual(3);
    expect(alone.map(({ figures }) => figures)).toEqual([merged]);
    const { fileName, json } = await ask('exportVectors', {});
    expect(JSON.parse(json)).toMatchObject({ asOf: 'end' });
    expect(fileName).toMatch(new RegExp(`-step-${step}\\.vectors\\.json$`));
  });

  it('a run whose loss is no number any more: it fails, keeps its curve, and the next one trains', async () => {
    const { graph, settings } = plainDocument(2000);
    heard.forget();
    await ask('start', {
      graph: withoutCosine(graph),
      settings: { ...settings, optimizers: [{ pattern: '*', rule: 'sgd', learningRate: 10, weightDecay: 0 }] },
    });
    await heard.until(() => phase() === 'failed');
    const [failure] = heard.failures.splice(0);
    expect(failure).toMatchObject({ code: 'diverged' });
    const losses = heard.series('loss');
    expect(losses.at(-1)).toBeNaN();
    expect(failure?.values).toEqual({ step: losses.length });
    await train(plainDocument(3));
    expect(heard.series('loss')).toHaveLength(3);
  });

  it('nothing after a run that failed: a file can be read, data loaded', async () => {
    const { graph, settings } = plainDocument(2000);
    await ask('start', {
      graph: withoutCosine(graph),
      settings: { ...settings, optimizers: [{ pattern: '*', rule: 'sgd', learningRate: 10, weightDecay: 0 }] },
    });
    await heard.until(() => phase() === 'failed');
    heard.failures.splice(0);
    await ask('load', { source: SMALL_WORLD });
    expect(phase()).toBe('idle');
  });
});

const withoutCosine = (graph: Document['graph']): Document['graph'] => ({
  ...graph,
  nodes: graph.nodes.map((node) =>
    node.id === 'match' ? { ...node, params: { ...node.params, score: 'inner', temperature: 0.01 } } : node,
  ),
});

describe('the phases', () => {
  it('have no way but those that the machine knows', () => {
    const all: Phase[] = [
      'idle',
      'preparing',
      'compiling',
      'training',
      'paused',
      'stopping',
      'done',
      'failed',
      'recovering',
    ];
    const ways = all.flatMap((from) =>
      all
        .filter((to) => {
          try {
            checkTransition(from, to);
            return from !== to;
          } catch {
            return false;
          }
        })
        .map((to) => `${from} > ${to}`),
    );
    expect(ways).not.toContain('idle > training');
    expect(ways).not.toContain('stopping > training');
    expect(ways).not.toContain('failed > training');
    expect(ways).toContain('training > recovering');
    expect(() => checkTransition('idle', 'training')).toThrow(
      'internal: a session cannot go from "idle" to "training"; allowed: preparing, done',
    );
  });
});
