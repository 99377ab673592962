import { describe, expect, it } from 'vitest';
import { ask, heard, onLab, phase, refusal, train } from './host-testing';
import { plainDocument, textOf } from './testing';

onLab();

describe('a run that goes on', () => {
  it('after a stop has the losses of one that was never stopped', async () => {
    const document = plainDocument(12);
    const whole = await train(document);
    heard.forget();
    // Five steps, then a stop.
    for (let n = 0; n < 5; n++) await ask('step', document);
    await ask('stop', {});
    expect(heard.progress.at(-1)).toMatchObject({ phase: 'done', ending: 'stopped', step: 5 });
    const begun = heard.series('loss');
    heard.forget();
    await ask('continue', { steps: null });
    expect(heard.continued).toEqual([{ step: 5 }]);
    await heard.until(() => phase() === 'done');
    expect([...begun, ...heard.series('loss')]).toEqual(whole);
    expect(heard.progress.at(-1)).toMatchObject({ ending: 'finished' });
  });

  it('after a stop in the middle of an evaluation begins with that', async () => {
    const document = plainDocument(0, { stages: [{ terms: ['*'], trainable: ['*'], until: { epochs: 3 } }] });
    await train(document);
    const validation = heard.series('ndcg@10');
    const figures = heard.results.at(-1)!;
    expect(validation).toHaveLength(3);
    heard.forget();
    await ask('start', document);
    await heard.until(() => heard.progress.at(-1)?.detail === 'evaluating');
    await ask('stop', {});
    expect(heard.series('ndcg@10')).toEqual([]);
    await ask('continue', { steps: null });
    await heard.until(() => phase() === 'done');
    expect(heard.series('ndcg@10')).toEqual(validation);
    const { metrics, bestStep } = figures;
    expect(heard.results.at(-1)).toMatchObject({ metrics, bestStep });
  });

  it('says when it is trained, before its test; then its weights are those that stay, and those that were kept', async () => {
    heard.forget();
    const said: string[] = [];
    let early: Promise<string> | null = null;
    const tensors = (json: string) => (JSON.parse(json) as { tensors: object }).tensors;
    const exported = (kept: boolean) => textOf(ask('exportWeights', { encoding: 'base64-f32-le', kept }));
    const unlisten = [
      heard.lab.on('trained', ({ step }) => {
        said.push(`trained ${step}`);
        early = exported(false);
      }),
      heard.lab.on('result', () => said.push('result')),
    ];
    await ask('start', plainDocument(4));
    await heard.until(() => phase() === 'done');
    for (const stop of unlisten) stop();
    expect(said).toEqual(['trained 4', 'result']);
    const late = tensors(await exported(false));
    expect(tensors((await early)!)).toEqual(late);
    expect(tensors(await exported(true))).toEqual(late);
  });

  it('after its end trains the last stage once more from the weights that stayed, a step at a time where asked', async () => {
    await train(plainDocument(4));
    const { step } = heard.progress.at(-1)!;
    const before = await ask('retrieve', { user: 0, k: 5 });
    heard.forget();
    await ask('continue', { steps: 1 });
    expect(heard.continued).toEqual([{ step }]);
    expect(heard.progress.at(-1)).toMatchObject({ phase: 'paused', step: step + 1 });
    expect((await ask('retrieve', { user: 0, k: 5 })).step).toBe(before.step + 1);
    await ask('resume', {});
    await heard.until(() => phase() === 'done');
    expect(heard.series('loss')).toHaveLength(4);
  });

  it('says from which step, which is the best one and not the last that ran', async () => {
    const document = plainDocument(0, {
      optimizers: [{ pattern: '*', rule: 'lazy-adam', learningRate: 0.3, weightDecay: 0 }],
      stages: [{ terms: ['*'], trainable: ['*'], until: { epochs: 6 } }],
    });
    await train(document);
    const { steps, bestStep } = heard.results.at(-1)!;
    expect(bestStep).toBeLessThan(steps);
    expect(heard.progress.at(-1)!.step).toBe(steps);
    await ask('continue', { steps: 1 });
    expect(heard.continued).toEqual([{ step: bestStep }]);
  });

  it('ended as it did, though a stop comes while the test part is scored', async () => {
    heard.forget();
    await ask('start', plainDocument(4));
    // The first is the validation part.
    const begun = () => heard.progress.filter(({ detail, detailShare }) => detail === 'evaluating' && !detailShare);
    await heard.until(() => begun().length === 2);
    await ask('stop', {});
    expect(heard.results).toEqual([]);
    expect(heard.progress.at(-1)).toMatchObject({ phase: 'done', ending: 'finished', fraction: 1 });
  });

  it('is refused while it goes on, and where there is nothing to go on from', async () => {
    await ask('step', plainDocument(6));
    expect((await refusal(ask('continue', { steps: null }))).code).toBe('run-under-way');
    await ask('stop', {});
    await ask('load', { source: { kind: 'world', id: 'bookshop', events: 600, seed: 2 } });
    expect((await refusal(ask('continue', { steps: null }))).code).toBe('no-weights');
  });
});
