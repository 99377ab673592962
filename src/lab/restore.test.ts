import { listen, plainDocument, ready, type Heard, textOf } from './testing';
import { describe, expect, it } from 'vitest';
import { closingLabs } from './host-testing';
import { DEFAULT_PROTOCOL } from '../data/dataset';
import { memoryStorage, type RunStorage, type StoredParts } from './runs/storage';
import type { Checkpoint } from './runs/checkpoint';
import type { Run } from './runs/run';
import type { DataSource } from './loading/data-source';
import type { WeightsFile } from './transfer/weights-file';

const STEPS = 45;
const heardBy = closingLabs();
const done = (heard: Heard) => heard.until(() => heard.progress.at(-1)?.phase === 'done');

/** As after a reload: another lab, the same storage. */
async function reload(heard: Heard, storage: RunStorage): Promise<Heard> {
  await heard.lab.dispose();
  const next = await heardBy(listen({ storage }));
  await next.lab.ask('open', { cpu: false });
  return next;
}

async function trained(heard: Heard, document = plainDocument(STEPS)): Promise<number[]> {
  heard.forget();
  await heard.lab.ask('start', document);
  await done(heard);
  return heard.series('loss');
}

/** 12 people, 15 things, 9 events each, in an order of their own. */
const ownLog = (): string =>
  [
    'who,what,when',
    ...Array.from({ length: 12 * 9 }, (_, row) => {
      const [user, at] = [row % 12, Math.floor(row / 12)];
      return `p${user},t${(user * 2 + at * (1 + (user % 3))) % 15},${1_700_000_000 + at * 86_400 + user}`;
    }),
  ].join('\n');

async function withOwnLog(storage: RunStorage): Promise<Heard> {
  const heard = await heardBy(listen({ storage }));
  await heard.lab.ask('open', { cpu: false });
  const { roles } = await heard.lab.ask('preview', {
    files: { log: new File([ownLog()], 'own.csv'), items: null, users: null },
    dialects: {},
  });
  const source: DataSource = {
    kind: 'files',
    roles,
    protocol: { ...DEFAULT_PROTOCOL, minItemEvents: 1, minUserEvents: 3 },
    name: 'The library',
  };
  await heard.lab.ask('load', { source });
  return heard;
}

describe('a run after a reload', () => {
  it('goes on from its checkpoint to the very losses of a run that was not interrupted', async () => {
    const storage = memoryStorage();
    const first = await heardBy(ready({ storage }));
    const straight = await trained(first);
    first.forget();
    await first.lab.ask('start', plainDocument(STEPS));
    await first.until(() => first.progress.at(-1)?.detail === 'evaluating');
    await first.lab.ask('pause', {});
    for (let n = 0; n < 3; n++) await first.lab.ask('step', plainDocument(STEPS));
    const before = first.series('loss');
    const validation = first.series('ndcg@10');

    const second = await reload(first, storage);
    const restored = await second.lab.ask('restore', {});
    expect(restored).toMatchObject({
      progress: { phase: 'paused' },
      run: { graph: plainDocument(STEPS).graph, settings: plainDocument(STEPS).settings },
      dataset: { name: 'bookshop' },
      lacks: null,
    });
    expect(before).toEqual(straight.slice(0, before.length));
    expect(before.length).toBeLessThan(STEPS);
    expect(restored?.progress.step).toBe(before.length);
    expect(validation).toHaveLength(1);
    const shown = Object.fromEntries(
      (restored?.series ?? []).map(({ name, steps, values }) => [name, { steps: [...steps], values: [...values] }]),
    );
    expect(shown['loss']).toEqual({ steps: before.map((_, i) => i + 1), values: before });
    expect(shown['ndcg@10']?.values).toEqual(validation);
    await second.lab.ask('resume', {});
    await done(second);
    expect(second.series('loss')).toEqual(straight.slice(before.length));
    expect(second.results).toHaveLength(1);

    // What is done stays done: the same weights, the same lists, the same figures.
    const list = await second.lab.ask('retrieve', { user: 3, k: 20 });
    const third = await reload(second, storage);
    const { metrics } = second.results[0]!;
    expect(await third.lab.ask('restore', {})).toMatchObject({
      progress: { phase: 'done', ending: 'finished' },
      run: { result: { metrics } },
    });
    expect(await third.lab.ask('retrieve', { user: 3, k: 20 })).toEqual(list);
    const json = await textOf(third.lab.ask('exportWeights', { encoding: 'array' }));
    expect((JSON.parse(json) as WeightsFile).run.metrics).toEqual(metrics);
  });

  it('that is clipped, scheduled and learns tables in halves by row-wise Adagrad goes on the same way, from the middle of the warm-up', async () => {
    const storage = memoryStorage();
    const document = plainDocument(STEPS, {
      optimizers: [
        { pattern: 'table/*', rule: 'row-adagrad', learningRate: 0.1, weightDecay: 0.01 },
        { pattern: '*', rule: 'adam', learningRate: 0.01, weightDecay: 0 },
      ],
      clipNorm: 0.05,
      schedule: { kind: 'cosine', warmup: 8, steps: 30, floor: 0.1 },
      tablePrecision: 'float16',
    });
    const first = await heardBy(ready({ storage }));
    const straight = await trained(first, document);
    first.forget();
    for (let n = 0; n < 4; n++) await first.lab.ask('step', document);
    const second = await reload(first, storage);
    expect(await second.lab.ask('restore', {})).toMatchObject({
      progress: { phase: 'paused' },
      run: { settings: document.settings },
    });
    await second.lab.ask('resume', {});
    await done(second);
    expect(second.series('loss')).toEqual(straight.slice(4));
    // Each of the three has a say.
    const { optimizers, clipNorm, schedule } = plainDocument(STEPS).settings;
    for (const change of [{ optimizers }, { clipNorm }, { schedule }])
      expect(await trained(second, { ...document, settings: { ...document.settings, ...change } })).not.toEqual(
        straight,
      );
  });

  it('that keeps item vectors of earlier batches goes on with them, and exports none', async () => {
    const storage = memoryStorage();
    const { graph, settings } = plainDocument(8);
    const nodes = graph.nodes.map((node) =>
      node.id === 'softmax' ? { ...node, params: { sampling: 'earlier', sampled: 300 } } : node,
    );
    const document = { settings, graph: { ...graph, nodes } };
    const first = await heardBy(ready({ storage }));
    const straight = await trained(first, document);
    const file = JSON.parse(await textOf(first.lab.ask('exportWeights', { encoding: 'array' }))) as WeightsFile;
    expect(Object.keys(file.tensors).filter((path) => path.includes('memory'))).toEqual([]);
    first.forget();
    for (let n = 0; n < 3; n++) await first.lab.ask('step', document);
    const second = await reload(first, storage);
    await second.lab.ask('restore', {});
    await second.lab.ask('resume', {});
    await done(second);
    expect(second.series('loss')).toEqual(straight.slice(3));
    expect(straight).not.toEqual(await trained(second, plainDocument(8)));
  });

  it('on uploaded files reads them again', async () => {
    const storage = memoryStorage();
    const first = await withOwnLog(storage);
    const straight = await trained(first);
    first.forget();
    await first.lab.ask('step', plainDocument(STEPS));
    // Another file is looked at, and not loaded: the run belongs to the first.
    await first.lab.ask('preview', {
      files: { log: new File(['a,b\n1,2\n'], 'other.csv'), items: null, users: null },
      dialects: {},
    });
    expect(first.progress.at(-1)).toMatchObject({ phase: 'paused', step: 1 });
    await first.lab.ask('step', plainDocument(STEPS));

    const second = await reload(first, storage);
    const restored = await second.lab.ask('restore', {});
    expect(restored?.dataset).toMatchObject({ name: 'The library', users: 12, items: 15 });
    await second.lab.ask('resume', {});
    await done(second);
    expect(second.series('loss')).toEqual(straight.slice(2));
  });

  it('on uploaded files finds them after another run on them was removed', async () => {
    const storage = memoryStorage();
    const first = await withOwnLog(storage);
    await trained(first, plainDocument(2));
    const [{ id }] = (await first.lab.ask('runs', {})).runs as [Run];
    await first.lab.ask('removeRun', { id });
    await trained(first, plainDocument(2));
    const second = await reload(first, storage);
    expect(await second.lab.ask('restore', {})).toMatchObject({ lacks: null, dataset: { users: 12 } });
  });

  it('that was stopped shows the weights it was stopped with, imported ones too', async () => {
    const storage = memoryStorage();
    const first = await heardBy(ready({ storage }));
    await first.lab.ask('start', plainDocument(10_000));
    await first.until(() => first.series('loss').length >= 3);
    await first.lab.ask('stop', {});
    const stopped = await first.lab.ask('retrieve', { user: 3, k: 20 });
    const json = await textOf(first.lab.ask('exportWeights', { encoding: 'base64-f32-le' }));
    const second = await reload(first, storage);
    expect(await second.lab.ask('restore', {})).toMatchObject({ progress: { phase: 'done', ending: 'stopped' } });
    expect(await second.lab.ask('retrieve', { user: 3, k: 20 })).toEqual(stopped);

    await second.lab.ask('start', plainDocument(2));
    await done(second);
    await second.lab.ask('importWeights', { json });
    const third = await reload(second, storage);
    expect(await third.lab.ask('restore', {})).toMatchObject({ progress: { phase: 'done', step: stopped.step } });
    expect(await third.lab.ask('retrieve', { user: 3, k: 20 })).toEqual(stopped);
  });

  it('without a device has its data, and its weights once there is one', async () => {
    const storage = memoryStorage();
    const first = await heardBy(ready({ storage }));
    await first.lab.ask('start', plainDocument(5));
    await done(first);
    const list = await first.lab.ask('retrieve', { user: 3, k: 5 });
    await first.lab.dispose();
    const second = await heardBy(listen({ storage, gpu: undefined }));
    expect(await second.lab.ask('open', { cpu: false })).toMatchObject({ reason: 'no-api' });
    expect(await second.lab.ask('restore', {})).toMatchObject({
      progress: { phase: 'idle' },
      dataset: { name: 'bookshop' },
    });
    await second.lab.ask('open', { cpu: true });
    const { model } = await second.lab.ask('retrieve', { user: 3, k: 5 });
    expect(model.map(({ id }) => id)).toEqual(list.model.map(({ id }) => id));
  });
});

describe('a storage', () => {
  it('that is full costs no run, and is said once', async () => {
    const full: RunStorage = {
      ...memoryStorage(),
      write: () => Promise.reject(new DOMException('the disk is full', 'QuotaExceededError')),
    };
    const heard = await heardBy(ready({ storage: full }));
    const { lab } = heard;
    await lab.ask('step', plainDocument(STEPS));
    await lab.ask('step', plainDocument(STEPS));
    await lab.ask('resume', {});
    await done(heard);
    expect(heard.series('loss')).toHaveLength(STEPS);
    expect(heard.results).toHaveLength(1);
    expect(heard.failures).toEqual([]);
    expect(heard.unsaved).toMatchObject([{ code: 'storage-full', detail: { message: 'the disk is full' } }]);
  });

  it('that cannot be opened leaves the lab usable', async () => {
    const refuse = () => Promise.reject(new DOMException('no', 'SecurityError'));
    const heard = await heardBy(
      listen({
        storage: {
          list: refuse,
          read: refuse,
          write: refuse,
          remove: refuse,
          last: refuse,
          setLast: refuse,
          limit: refuse,
        },
      }),
    );
    await heard.lab.ask('open', { cpu: false });
    expect(await heard.lab.ask('restore', {})).toBeNull();
    expect(
      (await heard.lab.ask('load', { source: { kind: 'world', id: 'bookshop', events: 600, seed: 1 } })).name,
    ).toBe('bookshop');
    expect(heard.unsaved).toMatchObject([{ code: 'storage-refused' }]);
    await heard.lab.ask('step', plainDocument(STEPS));
    expect(heard.unsaved, 'it stands').toHaveLength(1);
  });

  it('with a damaged run, or one of another version, is as good as empty', async () => {
    const storage = memoryStorage();
    const first = await heardBy(ready({ storage }));
    await first.lab.ask('start', plainDocument(3));
    await done(first);
    await first.lab.dispose();
    const good = (await storage.list())[0] as Run;
    const parts = await storage.read(good);
    const checkpoint = parts.checkpoint as Checkpoint;
    const lost = new Map(checkpoint.weights);
    lost.delete('table/items');
    const cut = new Map([...checkpoint.weights].map(([path, values]) => [path, values.subarray(1)]));
    const { graph, data } = good;
    const runs: unknown[] = [
      { id: good.id },
      'text',
      { ...good, version: good.version + 1 },
      { ...good, status: 'asleep' },
      { ...good, graph: { ...graph, nodes: graph.nodes.slice(1) } },
      { ...good, settings: {} },
      { ...good, data: { ...data, source: { kind: 'world', id: 'atlantis', events: 1000, seed: 3 } } },
      { ...good, data: { ...data, source: { kind: 'files', roles: { log: [] }, protocol: DEFAULT_PROTOCOL } } },
      { ...good, data: { ...data, fingerprint: 'of another data set' } },
    ];
    const checkpoints: unknown[] = [
      null,
      { ...checkpoint, weights: lost },
      { ...checkpoint, weights: cut },
      { ...checkpoint, step: -1 },
      { ...checkpoint, moments: new Map([['table/items', [new Float32Array(3)]]]) },
    ];
    const cases: { run: unknown; parts: StoredParts }[] = [
      ...runs.map((run) => ({ run, parts })),
      ...checkpoints.map((damaged) => ({ run: good, parts: { ...parts, checkpoint: damaged } })),
    ];
    const restoredFrom = async ({ run, parts: stored }: (typeof cases)[number]) => {
      const heard = await heardBy(
        listen({
          storage: {
            ...storage,
            last: async () => good.id,
            list: async () => [run],
            read: async () => structuredClone(stored),
          },
        }),
      );
      await heard.lab.ask('open', { cpu: false });
      const restored = await heard.lab.ask('restore', {});
      expect(heard.failures).toEqual([]);
      return restored;
    };
    for (const damaged of cases) expect(await restoredFrom(damaged), JSON.stringify(damaged).slice(0, 200)).toBeNull();
    expect(await restoredFrom({ run: good, parts })).toMatchObject({ progress: { phase: 'done' } });
    // Curves are no reason to lose the weights.
    const withoutCurves = { ...parts, series: [{ name: 'loss', steps: [1], values: [2] }] };
    expect(await restoredFrom({ run: good, parts: withoutCurves })).toMatchObject({ series: [], lacks: null });
  });
});
