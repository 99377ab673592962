import * as tf from '../engine/tf';
import { divergingDocument, plainDocument, SMALL_WORLD } from './testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { lowerBinding } from '../engine/testing';
import { ask, heard, onLab, phase, refusal, train } from './host-testing';

onLab();
/** Tensors there are before anything is trained: those that other files of this process left. */
let left = 0;
beforeAll(() => {
  left = tf.memory().numTensors;
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
      // Not even a tensor of a step does: refused before anything is touched, as a problem of the graph.
      const failure = await refusal(ask('start', plainDocument(3)));
      expect(failure.problems).toMatchObject([
        { code: 'tensor-too-large', values: { limit: 1000 } },
        { code: 'hits-too-large', values: { limit: 1000 } },
      ]);
      expect(failure.problems[0]!.values['bytes']).toBeGreaterThan(1000);
      expect(phase()).toBe('done');
      // All that is known beforehand does, but what a step of 64 rows reads does not: the run fails.
      restore();
      restore = lowerBinding(64 * 64 * 4 - 1);
      await ask('start', plainDocument(3, { batch: 64 }));
      await heard.until(() => heard.failures.length > 0);
      expect(heard.failures.splice(0)).toMatchObject([{ code: 'over-limit' }]);
      expect(phase()).toBe('failed');
      // Only the three weights are there, and the buffers they are parts of: two arenas and the dense one.
      expect(tf.memory().numTensors).toBe(left + 3 + 3);
    } finally {
      restore();
    }
    expect(await train(plainDocument(3))).toHaveLength(3);
  });

  it('questions that come too early, in words', async () => {
    await ask('load', { source: SMALL_WORLD });
    expect((await refusal(ask('retrieve', { user: 0, k: 5 }))).code).toBe('no-weights');
    expect((await refusal(ask('exportWeights', { encoding: 'array' }))).code).toBe('no-weights');
    const { graph } = plainDocument(6);
    expect((await refusal(ask('fieldTimes', { graph }))).code).toBe('no-field-gate');
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
    const { graph } = plainDocument(6);
    for (const refused of [
      ask('evaluate', {}),
      ask('evaluateByInterest', lists),
      ask('exportVectors', {}),
      ask('fieldTimes', { graph }),
    ])
      expect((await refusal(refused)).code).toBe('training-not-at-rest');
    await ask('pause', {});
    expect((await ask('evaluate', {})).metrics['hr@100']).toBe(1);
    const { step, alone, merged } = await ask('evaluateByInterest', lists);
    expect(step).toBeGreaterThanOrEqual(3);
    expect(alone.map(({ figures }) => figures)).toEqual([merged]);
    const { fileName, blob } = await ask('exportVectors', {});
    const json = await blob.text();
    expect(JSON.parse(json)).toMatchObject({ asOf: 'end' });
    expect(fileName).toMatch(new RegExp(`-step-${step}\\.vectors\\.json$`));
  });

  it('a run whose loss is no number any more: it fails, keeps its curve, and the next one trains', async () => {
    heard.forget();
    await ask('start', divergingDocument());
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
    await ask('start', divergingDocument());
    await heard.until(() => phase() === 'failed');
    heard.failures.splice(0);
    await ask('load', { source: SMALL_WORLD });
    expect(phase()).toBe('idle');
  });
});
