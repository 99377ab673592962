import { afterAll, describe, expect, it } from 'vitest';
import type { Events } from './protocol';
import type { SeriesChunk, SeriesName } from './runs/series';
import { memoryStorage } from './runs/storage';
import { createRunStore } from './stores/run';
import { listen, plainDocument, SMALL_WORLD, type Document, type Heard } from './testing';
import { decodeFloats } from './transfer/base64';

const K = 10;
const EPOCH = 3;

const labs: Heard[] = [];
afterAll(() => Promise.all(labs.splice(0).map(({ lab }) => lab.dispose())));

interface Watched extends Heard {
  chunks: SeriesChunk[];
  marks: Events['snapshots']['marks'];
}

async function opened(options: Parameters<typeof listen>[0]): Promise<Watched> {
  const heard: Watched = { ...listen(options), chunks: [], marks: [] };
  labs.push(heard);
  heard.lab.on('series', ({ chunks }) => heard.chunks.push(...chunks));
  heard.lab.on('snapshots', ({ marks }) => (heard.marks = marks));
  await heard.lab.ask('open', { cpu: true });
  return heard;
}

/** A few small epochs. */
const EPOCHS = {
  batch: 128,
  stages: [{ terms: ['*'], trainable: ['*'], until: { epochs: EPOCH + 1 } }],
};

/** Towers with interests and live values. */
async function interestTowers({ lab }: Heard): Promise<Document> {
  const { graph, settings } = await lab.ask('preset', { id: 'mind', width: 8 });
  return { graph, settings: { ...settings, ...EPOCHS } };
}

const runOf = async ({ lab }: Heard): Promise<string> => (await lab.ask('runs', {})).runs[0]!.id;
const phaseOf = (heard: Heard) => heard.progress.at(-1)?.phase;
const trainToEnd = async (heard: Heard, document: Document): Promise<void> => {
  await heard.lab.ask('start', document);
  await heard.until(() => phaseOf(heard) === 'done');
};

describe('a timeline', () => {
  it('changes no loss', async () => {
    const losses: number[][] = [];
    for (const snapshots of [false, true]) {
      const heard = await opened({ snapshots });
      await heard.lab.ask('load', { source: SMALL_WORLD });
      await trainToEnd(heard, plainDocument(1, EPOCHS));
      losses.push(heard.series('loss'));
      expect(heard.marks.length > 0).toBe(snapshots);
      await heard.lab.dispose();
    }
    expect(losses[0]!.length).toBeGreaterThan(EPOCH);
    expect(losses[1]).toEqual(losses[0]);
  });

  it('shows at a step what was on screen there, live values and lists, also after a reload', async () => {
    const storage = memoryStorage();
    const heard = await opened({ storage, snapshots: true });
    await heard.lab.ask('load', { source: SMALL_WORLD });
    const document = await interestTowers(heard);
    await heard.lab.ask('step', { ...document, steps: 2 });
    const step = EPOCH * stepsPerEpoch(heard);
    const { users } = await heard.lab.ask('findUsers', { text: '', limit: 5 });
    const { user } = users.at(-1)!;
    await heard.lab.ask('watch', { user });
    await heard.lab.ask('step', { ...document, steps: step - 2 });
    expect(phaseOf(heard)).toBe('paused');
    const question = { user, k: K, category: null, diversity: 0 };
    const live = {
      list: await heard.lab.ask('retrieve', { user, k: K }),
      interests: await heard.lab.ask('retrieveByInterest', question),
      values: valuesAt(heard.chunks, step),
    };
    expect(live.list).toMatchObject({ step, user });
    expect(Object.keys(live.values).length).toBeGreaterThan(0);
    // While it trains, a list and its interests are of one moment.
    await heard.lab.ask('resume', {});
    const run = await runOf(heard);
    const moving = await heard.lab.ask('retrieve', { user, k: K });
    const beside = await heard.lab.ask('recallByInterest', { ...question, run, step: moving.step });
    expect(beside).toMatchObject({ step: moving.step, user });
    expect(beside!.merged.map(({ item }) => item)).toEqual(moving.model.map(({ item }) => item));
    await heard.until(() => phaseOf(heard) === 'done');

    expect(heard.marks.map((mark) => mark.step)).toEqual(expect.arrayContaining([5, 7, 10]));
    expect(heard.marks.filter(({ epoch }, at, all) => epoch > (all[at - 1]?.epoch ?? 0))).toEqual(
      Array.from({ length: EPOCH + 1 }, (_, at) => ({ step: (step / EPOCH) * (at + 1), epoch: at + 1 })),
    );
    const recalled = async ({ lab }: Heard) => ({
      list: await lab.ask('recall', { run, step, user, k: K }),
      interests: await lab.ask('recallByInterest', { run, step, ...question }),
    });
    expect(await recalled(heard)).toEqual({ list: live.list, interests: live.interests });
    const last = await heard.lab.ask('recall', { run, step: heard.marks.at(-1)!.step, user, k: K });
    expect(last!.model).not.toEqual(live.list.model);
    // The page cuts its curves there.
    const page = createRunStore();
    page.append(heard.chunks);
    page.lookAt(step);
    expect(lastOf(page.getState().shown)).toMatchObject(live.values);
    page.lookAt(step + 1);
    expect(lastOf(page.getState().shown)['loss']).not.toBe(live.values['loss']);

    // Of nobody else, at no other step, of no other run.
    const other = users[0]!.user;
    expect(await heard.lab.ask('recall', { run, step, user: other, k: K })).toBeNull();
    let between = step + 1;
    while (heard.marks.some((mark) => mark.step === between)) between++;
    expect(await heard.lab.ask('recall', { run, step: between, user, k: K })).toBeNull();
    expect(await heard.lab.ask('recall', { run: 'other', step, user, k: K })).toBeNull();
    await heard.lab.dispose();

    const again = await opened({ storage, snapshots: true });
    const restored = await again.lab.ask('restore', {});
    expect(restored!.snapshots).toEqual(heard.marks);
    expect(await recalled(again)).toEqual({ list: live.list, interests: live.interests });
  });

  it('has interests of a person who is made up beside his list, and nothing else of him', async () => {
    const heard = await opened({ snapshots: true });
    const { lab } = heard;
    await lab.ask('load', { source: SMALL_WORLD });
    await lab.ask('step', { ...(await interestTowers(heard)), steps: 5 });
    await lab.ask('stop', {});
    await heard.until(() => phaseOf(heard) === 'done');
    const { user } = (await lab.ask('findUsers', { text: '', limit: 1 })).users[0]!;
    const made = { base: user, history: [{ item: 3 }, { item: 1 }], fields: {} };
    const question = { user: made, k: K, category: null, diversity: 0 };
    const kept = { run: await runOf(heard), step: 5 };
    expect(heard.marks.at(-1)!.step).toBe(kept.step);
    expect(await lab.ask('recallByInterest', { ...question, ...kept })).toBeNull();
    const list = await lab.ask('retrieve', { user: made, k: K });
    const beside = await lab.ask('recallByInterest', { ...question, ...kept });
    expect(beside!.merged.map(({ item }) => item)).toEqual(list.model.map(({ item }) => item));
    expect(beside).toEqual(await lab.ask('retrieveByInterest', question));
    // What was read was shorter.
    expect(await lab.ask('recallByInterest', { ...question, ...kept, k: K + 1 })).toBeNull();
    await lab.ask('retrieve', { user, k: K });
    expect(await lab.ask('recallByInterest', { ...question, ...kept })).toBeNull();
    await lab.dispose();
  });

  it('goes on after a reload from the checkpoint, with vectors of the same items', async () => {
    const storage = memoryStorage();
    const first = await opened({ storage, snapshots: true });
    await first.lab.ask('load', { source: SMALL_WORLD });
    await first.lab.ask('step', { ...plainDocument(12), steps: 8 });
    await first.lab.dispose();
    const second = await opened({ storage, snapshots: true });
    expect((await second.lab.ask('restore', {}))!.snapshots.map(({ step }) => step)).toEqual([5, 7]);
    await second.lab.ask('resume', {});
    await second.until(() => phaseOf(second) === 'done');
    expect(second.marks.map(({ step }) => step)).toEqual([5, 7, 10, 12]);
    await second.lab.dispose();
    const id = await runOf(second);
    const [stored] = (await storage.list()) as Parameters<typeof storage.read>[0][];
    const { snapshots } = await storage.read({ ...stored!, id });
    const kept = snapshots as { step: number; list: unknown; vectors: { items: number[]; width: number } & Vectors }[];
    expect(kept.map(({ step }) => step)).toEqual([5, 7, 10, 12]);
    for (const { vectors } of kept) {
      expect(vectors.items).toEqual(kept[0]!.vectors.items);
      expect(decodeFloats(vectors.itemVectors)).toHaveLength(vectors.items.length * vectors.width);
      expect(decodeFloats(vectors.userVectors)).toHaveLength(vectors.width);
    }
    expect(kept[0]!.vectors.itemVectors).not.toBe(kept[1]!.vectors.itemVectors);
  });
});

/** By what is done of the run, the same number each. */
function stepsPerEpoch({ progress }: Heard): number {
  const { step, fraction } = progress.findLast(({ phase }) => phase === 'paused')!;
  return Math.round(step / fraction!) / (EPOCH + 1);
}

interface Vectors {
  itemVectors: string;
  userVectors: string;
}

/** The last number of each series that has one at a step. */
function valuesAt(chunks: readonly SeriesChunk[], at: number): Record<string, number> {
  return Object.fromEntries(
    chunks.flatMap(({ name, steps, values }) => {
      const found = steps.indexOf(at);
      return found < 0 ? [] : [[name, values[found]!]];
    }),
  );
}

const lastOf = (curves: ReturnType<ReturnType<typeof createRunStore>['getState']>['shown']): Record<string, number> =>
  Object.fromEntries((Object.keys(curves) as SeriesName[]).map((name) => [name, curves[name]!.values.at(-1)!]));
