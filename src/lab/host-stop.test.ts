import { plainDocument, textOf } from './testing';
import { describe, expect, it } from 'vitest';
import { ask, heard, onLab, phase } from './host-testing';

onLab();

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
    const json = await textOf(ask('exportWeights', { encoding: 'base64-f32-le' }));
    await ask('stop', {});
    expect(heard.progress.at(-1)).toMatchObject({ phase: 'done', step: paused.step });
    expect(await ask('retrieve', { user: 2, k: 10 })).toEqual(paused);
    const tensors = (text: string) => (JSON.parse(text) as { tensors: unknown }).tensors;
    expect(tensors(await textOf(ask('exportWeights', { encoding: 'base64-f32-le' })))).toEqual(tensors(json));
  });

  it('answers a pause during the last evaluation instead of waiting for ever', async () => {
    heard.forget();
    await ask('start', plainDocument(5));
    await heard.until(() => heard.progress.at(-1)?.detail === 'evaluating' || heard.results.length > 0);
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
