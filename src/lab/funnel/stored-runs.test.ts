import { expect, it } from 'vitest';
import { ask, heard, onLab, phase, refusal, train } from '../host-testing';
import { stageOf } from './cut-offs';
import { plainDocument, SMALL_WORLD, textOf } from '../testing';

onLab();

const newest = async (): Promise<string> => (await ask('runs', {})).runs[0]!.id;

it('takes the weights of a stored run as opening it would, and leaves the run on screen where it is', async () => {
  await train(plainDocument(30));
  const first = await newest();
  const { metrics: tested } = heard.results[0]!;
  await train(plainDocument(4, { seed: 9 }));
  const before = heard.progress.at(-1);
  const alone = await ask('funnel', { stages: [stageOf(first, 100)] });
  expect(alone.titles).toEqual([['Plain']]);
  for (const name of ['hr@10', 'ndcg@10', 'recall@50']) expect(alone.metrics[name], name).toBeCloseTo(tested[name]!, 6);
  expect(heard.progress.at(-1)).toEqual(before);

  const second = await newest();
  const both = await ask('funnel', {
    stages: [stageOf(second, 50), stageOf(first, 10)],
  });
  expect(both.stages.map(({ keep }) => keep)).toEqual([50, 10]);
  expect(both.stages[0]!.hitRate).toBeCloseTo((await ask('evaluate', {})).metrics['hr@50']!, 6);
  expect(both.metrics['hr@10']).not.toBe(alone.metrics['hr@10']);
});

it('takes of a run that is paused the weights of the step it rests at', async () => {
  const document = plainDocument(50);
  for (let n = 0; n < 3; n++) await ask('step', document);
  const { metrics } = await ask('evaluate', {});
  const found = await ask('funnel', { stages: [stageOf(await newest(), 100)] });
  expect(found.metrics['hr@50']).toBeCloseTo(metrics['hr@50']!, 6);
  expect(found.metrics['ndcg@20']).toBeCloseTo(metrics['ndcg@20']!, 6);
});

it('refuses a run while another one trains, one that is gone, one without weights, and one of other data', async () => {
  await train(plainDocument(4));
  const id = await newest();
  const stages = [stageOf(id, 10)];

  await ask('start', plainDocument(2000));
  expect((await refusal(ask('funnel', { stages }))).code).toBe('training-not-at-rest');
  await ask('stop', {});
  await heard.until(() => phase() === 'done');

  const json = await textOf(ask('exportRun', { id }));
  await ask('removeRun', { id });
  expect((await refusal(ask('funnel', { stages }))).code).toBe('run-gone');
  await ask('importRun', { json });
  expect(await refusal(ask('funnel', { stages }))).toMatchObject({
    code: 'run-without-weights',
    values: { title: 'Plain' },
  });

  await train(plainDocument(4));
  const other = stageOf(await newest(), 10);
  await ask('load', { source: { ...SMALL_WORLD, seed: 4 } });
  expect(await refusal(ask('funnel', { stages: [other] }))).toMatchObject({
    code: 'run-other-data',
    values: { title: 'Plain' },
  });
  await ask('load', { source: SMALL_WORLD });
});
