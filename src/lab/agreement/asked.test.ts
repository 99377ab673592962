import { expect, it } from 'vitest';
import { ask, heard, onLab, phase, refusal, train } from '../host-testing';
import { plainDocument, SMALL_WORLD, textOf } from '../testing';

onLab({}, true);

const newest = async (): Promise<string> => (await ask('runs', {})).runs[0]!.id;

it('is asked of a stored run or a file, and leaves the weights on screen and their figures as they are', async () => {
  await train(plainDocument(30));
  const first = await newest();
  const json = await textOf(ask('exportWeights', { encoding: 'base64-f32-le' }));
  const { metrics: ofFirst } = heard.results[0]!;
  await train(plainDocument(4, { seed: 9 }));
  const { metrics } = heard.results[0]!;
  const before = heard.progress.at(-1);
  const found = await ask('agreement', { ranker: { run: first } });
  expect(found).toMatchObject({ kind: 'model', title: 'Plain', users: expect.any(Number) as number });
  for (const { k, model, ranker } of found.at) {
    expect(model.hr.mean, String(k)).toBeCloseTo(metrics[`hr@${k}`]!, 6);
    expect(ranker!.ndcg.mean).toBeCloseTo(ofFirst[`ndcg@${k}`]!, 6);
  }
  expect(found.at[0]!.overlap.value!.mean).toBeLessThan(0.95);
  expect(await ask('agreement', { ranker: { json } })).toEqual(found);
  expect(heard.progress.at(-1)).toEqual(before);
  expect((await ask('evaluate', {})).metrics['hr@10']).toBeCloseTo(metrics['hr@10']!, 6);
});

it('agrees with itself in all while it rests', async () => {
  const document = plainDocument(50);
  for (let n = 0; n < 3; n++) await ask('step', document);
  const { at, correlation, step } = await ask('agreement', { ranker: { run: await newest() } });
  expect(step).toBe(3);
  expect(at[0]!.overlap.value!.mean).toBe(1);
  expect(correlation.value!.mean).toBeCloseTo(1, 9);
  expect(at[0]!.model).toEqual(at[0]!.ranker);
});

it('says how far it is, is given up when it is taken back, and is refused while a run trains', async () => {
  await train(plainDocument(4));
  const ranker = { run: await newest() };
  const said: (number | null)[] = [];
  const unlisten = heard.lab.on('waiting', ({ wait, fraction }) => {
    if (wait === 'evaluation') said.push(fraction);
  });
  await ask('agreement', { ranker });
  unlisten();
  expect([said[0], said.at(-2), said.at(-1)]).toEqual([0, 1, null]);

  const asked = refusal(ask('agreement', { ranker }));
  await ask('cancel', { wait: 'evaluation' });
  expect((await asked).code).toBe('cut-off');

  await ask('start', plainDocument(2000));
  expect((await refusal(ask('agreement', { ranker }))).code).toBe('training-not-at-rest');
  await ask('stop', {});
  await heard.until(() => phase() === 'done');
});

it('refuses a run that is gone or of other data, and weights that cannot be asked, also before they are needed', async () => {
  await train(plainDocument(4));
  const id = await newest();
  expect((await refusal(ask('agreement', { ranker: { run: 'none' } }))).code).toBe('run-gone');
  await expect(ask('checkWeights', { weights: { run: id } })).resolves.toEqual({});
  const weights = { json: '{"format":"other"}', givenAs: '--ranker "a.json"' };
  expect((await refusal(ask('checkWeights', { weights }))).code).toBe('weights');
  await ask('load', { source: { ...SMALL_WORLD, seed: 4 } });
  expect((await refusal(ask('checkWeights', { weights: { run: id } }))).code).toBe('run-other-data');
  await ask('load', { source: SMALL_WORLD });
});
