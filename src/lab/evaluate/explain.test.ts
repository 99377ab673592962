/** Parts of scores: what they add up to in every preset, and what they are where a score is a plain sum. */
import { beforeAll, describe, expect, it } from 'vitest';
import { FIRST_VALUE, type Dataset } from '../../data/dataset';
import { historyItemsOf } from '../../data/history';
import { RecentPopularity } from '../../data/recent-popularity';
import { numbers, onCpu, onDevice } from '../../engine/testing';
import { readOf } from '../../model/blocks/recent-popularity/block';
import { nodeById, setParam } from '../../model/document/graph-edits';
import { graphOf } from '../../model/harness/tiny-log';
import { schemaOf } from '../../model/document/schema';
import { presets } from '../../model/presets/presets';
import { weightPath } from '../../model/run/compile';
import { Sources } from '../loading/sources';
import { plainDocument, SMALL_WORLD } from '../testing';
import { LiveModel } from '../training/live-model';
import { targetOf } from './asked';
import { explain, type PartOf, type Split } from './explain';
import { retrieveByInterest } from './interest-lists';
import { interestsDataset, retrieve } from './testing';

onDevice();

let dataset: Dataset;
beforeAll(async () => {
  ({ dataset } = await new Sources().load(SMALL_WORLD, new AbortController().signal, () => {}));
});

/** Weights that are all moved from where they begin, biases and gates too. */
async function move(model: LiveModel, by: number): Promise<LiveModel> {
  let seed = 1;
  for (const [path, values] of await model.readWeights()) {
    const change = numbers(values.length, seed++);
    model.weights.write(
      path,
      values.map((value, at) => value + by * change[at]!),
    );
  }
  return model;
}

const sumOf = ({ parts, base, rest }: Split): number => parts.reduce((sum, { value }) => sum + value, base + rest);
/** How large the numbers are that a score is made of. */
const sizeOf = ({ parts, base }: Split): number =>
  parts.reduce((sum, { value }) => sum + Math.abs(value), Math.abs(base));
const SPLITS = ['channels', 'fields', 'events', 'ofItem'] as const;
const valueOf = ({ parts }: Split, is: (of: PartOf) => boolean): number =>
  parts.find(({ of }) => is(of))?.value ?? Number.NaN;

/** Of what an integral over points may miss. */
const MISSED = 0.01;

/** One vector, many, and channels fused: of the others the same is asked on the CPU, where nothing is compiled. */
const ON_GPU = new Set(['two-tower', 'mind', 'que2search']);

/** A ranker's score is no sum of parts. */
const towers = [...presets.values()].filter(({ isRanker }) => !isRanker);
const rankers = [...presets.values()].filter(({ isRanker }) => isRanker);

it.each(rankers)('$id is refused: its score is no sum of parts', async ({ build }) => {
  const { graph, settings } = build(schemaOf(dataset), { width: 4 });
  const model = new LiveModel(dataset, graph, settings);
  await expect(explain(model, { user: 3, item: 0, interest: null })).rejects.toMatchObject({ code: 'no-parts' });
  model.dispose();
});

describe.each(towers)('$id', ({ id, build }) => {
  it('is split into parts that add up to the score that is shown, by channel, by field and by event', async () => {
    const asked = async (): Promise<void> => {
      const { graph, settings } = build(schemaOf(dataset), { width: 16 });
      const model = await move(new LiveModel(dataset, graph, settings), 0.3);
      const { model: list } = await retrieve(model, 3, 20);
      const seen = new Set(historyItemsOf(dataset, targetOf(dataset, 3)));
      for (const { item, score } of [list[0]!, list.at(-1)!]) {
        const found = await explain(model, { user: 3, item, interest: null });
        const scale = Math.max(Math.abs(score), sizeOf(found.fields));
        expect(Math.abs(found.score - score) / scale, 'the score').toBeLessThan(1e-5);
        for (const by of SPLITS) {
          const split = found[by]!;
          expect(Math.abs(sumOf(split) - score) / scale, by).toBeLessThan(1e-5);
          expect(Math.abs(split.rest) / sizeOf(split), `what no part of ${by} accounts for`).toBeLessThan(
            split.method === 'product' ? 1e-5 : MISSED,
          );
          expect(
            split.parts.map(({ value }) => Math.abs(value)),
            by,
          ).toEqual(split.parts.map(({ value }) => Math.abs(value)).toSorted((a, b) => b - a));
        }
        // Fields and events are two sums over the same parts.
        expect(found.events!.base).toBe(found.fields.base);
        const own = valueOf(found.events!, ({ kind }) => kind === 'fields');
        const ofFields = found.fields.parts.filter(({ of }) => of.kind === 'field' && !of.past);
        // ELSA reads no field of a user: there is no such part.
        if (ofFields.length > 0)
          expect(own).toBeCloseTo(
            ofFields.reduce((sum, { value }) => sum + value, 0),
            9,
          );
        for (const { of } of found.events!.parts) if (of.kind === 'event') expect(seen.has(of.item)).toBe(true);
        // A gate, a short-cut or an attention in front of the match is a plain sum of what comes together there.
        if (!['mind', 'comirec', 'sdm-split'].includes(id)) expect(found.channels.method).toBe('product');
      }
      model.dispose();
    };
    await (ON_GPU.has(id) ? asked() : onCpu(asked));
  });
});

describe('how popular an item was of late', () => {
  const node = 'recent-popularity';

  it.each([true, false])('is a part of its own, as the counts of the moment say (by person: %s)', async (perUser) => {
    const drawn = presets.get('recent-popularity')!.build(schemaOf(dataset), { width: 16 });
    const graph = setParam(drawn.graph, node, 'perUser', perUser);
    const model = await move(new LiveModel(dataset, graph, drawn.settings), 0.3);
    const drawnNode = nodeById(graph, node)!;
    const read = readOf(drawnNode.params as Parameters<typeof readOf>[0]);
    const weights = (await model.readWeights()).get(weightPath(drawnNode, 'weights'))!;
    const counts = RecentPopularity.of(dataset, read);
    const known = counts.snapshotAt(dataset.events.time[targetOf(dataset, 3).events[0]!]!);
    const isLate = ({ kind }: PartOf): boolean => kind === 'popularity';
    for (const item of [0, 5]) {
      const late = weights.reduce((sum, w, h) => sum + w * counts.of(item)[known * weights.length + h]!, 0);
      expect(Math.abs(late)).toBeGreaterThan(0.01);
      const found = await explain(model, { user: 3, item, interest: null });
      const [channels, fields, events, ofItem] = SPLITS.map((by) => valueOf(found[by]!, isLate) / late);
      expect(channels).toBeCloseTo(1, 4);
      expect(events).toBe(fields);
      // What a person makes of it stands in his parts; of the item's side, where he is as he is, in this one.
      if (perUser) expect(Math.abs(ofItem! - 1)).toBeGreaterThan(0.01);
      else expect([fields, ofItem]).toEqual([expect.closeTo(1, 4), expect.closeTo(1, 4)]);
    }
    model.dispose();
  });
});

describe('the interest that finds an item', () => {
  it('is the one whose score the merged list has, and each other one can be asked', async () => {
    const { graph, settings } = presets.get('comirec')!.build(schemaOf(dataset), { width: 16 });
    const model = await move(new LiveModel(dataset, graph, settings), 0.3);
    const { merged, lists } = await retrieveByInterest(model, { user: 3, k: 50, category: null, diversity: 0 });
    const different = [...new Map(merged.map((one) => [one.interest, one])).values()];
    expect(different.length).toBeGreaterThan(1);
    for (const { item, interest } of different)
      expect((await explain(model, { user: 3, item, interest: null })).interest).toBe(interest);
    const { item } = different[0]!;
    for (const { interest, items } of lists) {
      const score = items.find((one) => one.item === item)?.score;
      if (score === undefined) continue;
      const found = await explain(model, { user: 3, item, interest });
      expect(found.interest).toBe(interest);
      expect(found.score).toBeCloseTo(score, 4);
    }
    model.dispose();
  });
});

/** [a history's items, the segment of the user] against [an item, its genre], over one inner product. */
const linearGraph = (score: string) =>
  graphOf(
    { items: ['item id', 4], segments: ['segment', 3], genres: ['genre', 3] },
    {
      history: ['history', 'user', { tables: ['items'], length: 6, dropout: 0 }],
      pool: ['pool', 'user', { by: 'mean' }],
      segment: ['fields', 'user', { tables: ['segments'] }],
      both: ['concat', 'user'],
      item: ['fields', 'item', { tables: ['items'] }],
      genre: ['fields', 'item', { tables: ['genres'] }],
      'item-both': ['concat', 'item'],
      match: ['match', 'match', { score, temperature: 0.5 }],
      softmax: ['in-batch-softmax', 'objective'],
    },
    [
      'history.sequence > pool.sequence',
      'pool.vector > both.parts',
      'segment.fields > both.parts',
      'item.fields > item-both.parts',
      'genre.fields > item-both.parts',
      'both.vector > match.user',
      'item-both.vector > match.item',
      'match.pairing > softmax.pairing',
    ],
  );

describe.each(['inner', 'cosine'])('a score that is a plain sum, by %s', (score) => {
  it('has its products as parts, worked out by hand, divided by the lengths of whole vectors', async () => {
    const model = await move(new LiveModel(interestsDataset, linearGraph(score), plainDocument(1).settings), 1);
    const { events, split } = interestsDataset;
    const target = split.test.find(({ history }) => history >= 3)!;
    const { user } = target;
    const first = interestsDataset.userStart[user]!;
    const past = Array.from(events.item.subarray(first, first + target.history)).slice(-6);
    const [items, segments, genres] = await Promise.all(
      ['items', 'segments', 'genres'].map((table) => model.weights.read(`table/${table}`)),
    );
    const row = (table: Float32Array, width: number, at: number) =>
      Array.from(table.subarray((at + FIRST_VALUE) * width, (at + FIRST_VALUE + 1) * width));
    const item = 5;
    const v = { id: row(items!, 4, item), genre: row(genres!, 3, item % 3) };
    const u = {
      pooled: [0, 1, 2, 3].map((d) => past.reduce((sum, own) => sum + row(items!, 4, own)[d]! / past.length, 0)),
      segment: row(segments!, 3, user % 3),
    };
    const lengths = score === 'inner' ? 1 : Math.hypot(...u.pooled, ...u.segment) * Math.hypot(...v.id, ...v.genre);
    const product = (a: number[], b: number[]): number => a.reduce((sum, x, d) => sum + x * b[d]!, 0) / lengths / 0.5;

    const found = await explain(model, { user, item, interest: null });
    const near = (got: number, wanted: number): void => expect(got).toBeCloseTo(wanted, 5);
    near(found.score, product(u.pooled, v.id) + product(u.segment, v.genre));
    for (const by of SPLITS) {
      expect(found[by], by).toMatchObject({ method: 'product', base: 0 });
      near(found[by]!.rest, 0);
    }
    near(
      valueOf(found.channels, (of) => of.kind === 'node' && of.node === 'pool'),
      product(u.pooled, v.id),
    );
    near(
      valueOf(found.channels, (of) => of.kind === 'node' && of.node === 'segment'),
      product(u.segment, v.genre),
    );
    near(
      valueOf(found.fields, (of) => of.kind === 'field' && of.past),
      product(u.pooled, v.id),
    );
    near(
      valueOf(found.ofItem, (of) => of.kind === 'field' && of.field === 'genre'),
      product(u.segment, v.genre),
    );
    past.forEach((own, at) =>
      near(
        valueOf(found.events!, (of) => of.kind === 'event' && of.place === target.history - past.length + at),
        product(row(items!, 4, own), v.id) / past.length,
      ),
    );
    model.dispose();
  });
});

it('refuses an item and an interest that are not there', async () => {
  const model = new LiveModel(interestsDataset, linearGraph('inner'), plainDocument(1).settings);
  await expect(explain(model, { user: 0, item: 99, interest: null })).rejects.toThrow('item index 99');
  await expect(explain(model, { user: 0, item: 1, interest: 1 })).rejects.toThrow('interest 1; this model has 1');
  await expect(explain(model, { user: 99, item: 1, interest: null })).rejects.toThrow('user index 99');
  model.dispose();
});
