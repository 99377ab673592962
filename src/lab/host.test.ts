import * as tf from '../engine/tf';
import { plainDocument, smallDocument } from './testing';
import { describe, expect, it } from 'vitest';
import { watchBuffers } from '../engine/testing';
import { checkTransition } from './phases';
import { ask, heard, onLab, phase, train } from './host-testing';
import type { Phase } from './progress';

onLab();

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
      'internal: the lab cannot go from "idle" to "training"; allowed: preparing, done',
    );
  });
});
