import { expect, it } from 'vitest';
import { ask, heard, onLab, phase, refusal, train } from '../host-testing';
import { memoryStorage } from '../runs/storage';
import { stageOf } from './cut-offs';
import { KeptStages } from './kept-stages';
import { plainDocument, SMALL_WORLD, textOf } from '../testing';

const storage = memoryStorage();
const reads: string[] = [];
onLab(
  {
    storage: {
      ...storage,
      read: (run) => {
        reads.push(run.id);
        return storage.read(run);
      },
    },
  },
  true,
);

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

it('says of each weights file that it is of other data, under the name it is given', async () => {
  await train(plainDocument(4));
  const json = await textOf(ask('exportWeights', { encoding: 'base64-f32-le' }));
  const said: string[] = [];
  const unlisten = heard.lab.on('otherData', ({ weights }) => said.push(weights));
  const source = (givenAs?: string) => ({ json, weight: 1, byInterest: false, ...(givenAs ? { givenAs } : {}) });
  const stages = [{ sources: [source()], rule: 'quota' as const, keep: 5 }];
  await ask('funnel', { stages });
  expect(said).toEqual([]);
  await ask('load', { source: { ...SMALL_WORLD, seed: 4 } });
  await ask('funnel', { stages });
  await ask('funnelPerson', { stages: [{ ...stages[0]!, sources: [source('--stages "a.json"')] }], user: 0 });
  expect(said).toEqual(['Plain', '--stages "a.json"']);
  unlisten();
  await ask('load', { source: SMALL_WORLD });
});

it('keeps the weights of stored runs for the next person, until a run has trained on or another one begins', async () => {
  await train(plainDocument(6));
  const first = await newest();
  await train(plainDocument(4, { seed: 9 }));
  const second = await newest();
  const stages = [stageOf(first, 20), stageOf(second, 5)];
  const follow = async (user: number) => {
    reads.length = 0;
    return ask('funnelPerson', { stages, user });
  };
  const found = await follow(2);
  expect(reads, 'the one on screen is held').toEqual([first]);
  await follow(3);
  expect(reads).toEqual([]);
  expect(await follow(2)).toEqual(found);
  // Of another question its run alone is kept.
  await ask('funnel', { stages: [stageOf(second, 20)] });
  expect(await follow(2)).toEqual(found);
  expect(reads).toEqual([first]);

  await train(plainDocument(4));
  await follow(2);
  expect(reads.toSorted()).toEqual([first, second].toSorted());
  await ask('removeRun', { id: first });
  expect((await refusal(follow(2))).code).toBe('run-gone');
});

it('keeps of a run that trained on the weights that it has now', async () => {
  const document = plainDocument(50);
  await ask('step', document);
  const stages = [stageOf(await newest(), 100)];
  const { metrics: before } = await ask('funnel', { stages });
  for (let n = 0; n < 8; n++) await ask('step', document);
  const { metrics } = await ask('funnel', { stages });
  expect(metrics).not.toEqual(before);
  expect(metrics['hr@50']).toBeCloseTo((await ask('evaluate', {})).metrics['hr@50']!, 6);
});

it('keeps no more than a bound', async () => {
  const disposed: string[] = [];
  const kept = (name: string, bytes: number) => async () => {
    const gone = { dispose: () => void disposed.push(name) };
    return { title: name, model: { ...gone, checkpointBytes: bytes }, stage: { ...gone, indexBytes: 5 } } as never;
  };
  const stages = new KeptStages();
  await stages.of('a', kept('a', 60));
  await stages.of('b', kept('b', 30));
  stages.dropIfLarge(100);
  expect(disposed).toEqual([]);
  stages.dropIfLarge(99);
  expect(disposed).toEqual(['a', 'a', 'b', 'b']);
});
