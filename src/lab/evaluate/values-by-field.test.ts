import { describe, expect, it } from 'vitest';
import { onDevice } from '../../engine/testing';
import { graphOf, tinyDataset, withTitles } from '../../model/harness/tiny-log';
import { LiveModel } from '../training/live-model';
import { plainDocument } from '../testing';
import { valuesByField } from './values-by-field';

onDevice();

const TITLES = ['red fox', 'fox', '', 'a red fox and a blue fox'];
const GENRES = ['drama', 'war', 'love'];
const titled = withTitles(tinyDataset(), TITLES);
/** Item n is of genre n % 3. */
const dataset = {
  ...titled,
  fields: titled.fields.map((field) => (field.name === 'genre' ? { ...field, vocabulary: GENRES } : field)),
};
const graph = graphOf(
  { items: ['item id', 4], genres: ['genre', 4], users: ['user id', 4], segments: ['segment', 4] },
  Object.fromEntries(
    [
      ['item', 'items', 'genres'],
      ['user', 'users', 'segments'],
    ]
      .flatMap(([side = '', first = '', second = '']) => [
        [`${side}-id`, ['fields', side, { tables: [first] }]],
        [`${side}-id-flat`, ['concat', side]],
        [`${side}-kind`, ['fields', side, { tables: [second] }]],
        [`${side}-kind-flat`, ['concat', side]],
        [`${side}-fusion`, ['attention-fusion', side]],
      ])
      .concat([
        ['match', ['match', 'match']],
        ['softmax', ['in-batch-softmax', 'objective']],
      ]),
  ) as never,
  [
    ...['item', 'user'].flatMap((side) => [
      `${side}-id.fields > ${side}-id-flat.parts`,
      `${side}-kind.fields > ${side}-kind-flat.parts`,
      `${side}-id-flat.vector > ${side}-fusion.channels`,
      `${side}-kind-flat.vector > ${side}-fusion.channels`,
      `${side}-fusion.vector > match.${side}`,
    ]),
    'match.pairing > softmax.pairing',
  ],
);

/**
 * Row n of a table of ids begins with n, and the first channel's logit is a tenth of it: shares that can be computed
 * here.
 */
function open(): LiveModel {
  const model = new LiveModel(dataset, graph, plainDocument(1).settings);
  for (const side of ['item', 'user']) {
    const path = `table/${side}s`;
    model.weights.write(
      path,
      Float32Array.from({ length: model.weights.shape(path)[0]! * 4 }, (_, at) => (at % 4 === 0 ? at / 4 : 0)),
    );
    model.weights.write(
      `${side}/${side}-fusion/kernel`,
      Float32Array.from({ length: 16 }, (_, at) => (at === 0 ? 0.1 : 0)),
    );
  }
  return model;
}
/** Share of the first channel for user or item n. */
const shareOf = (n: number): number => 1 / (1 + Math.exp(-0.1 * (n + 2)));
const meanOf = (owners: readonly number[]): number => owners.reduce((sum, n) => sum + shareOf(n), 0) / owners.length;
const items = dataset.items.map((_, item) => item);

describe('values by field', () => {
  it('are means over the items of each category', async () => {
    const model = open();
    const { labels, all, groups, others } = await valuesByField(model, 'item-fusion/share', 'genre');
    expect(labels).toEqual(['item-id-flat', 'item-kind-flat']);
    expect(groups.map(({ name }) => name).sort()).toEqual(['drama', 'love', 'war']);
    for (const { name, rows, means } of groups) {
      const own = items.filter((item) => item % 3 === GENRES.indexOf(name));
      expect(rows).toBe(own.length);
      expect(means[0]).toBeCloseTo(meanOf(own), 4);
    }
    expect(all.rows).toBe(items.length);
    expect(all.means[0]).toBeCloseTo(meanOf(items), 4);
    expect(all.means[0]! + all.means[1]!).toBeCloseTo(1, 5);
    expect(others).toBeNull();
    model.dispose();
  });

  it('are split by the length of a text, in words or characters; a missing text stands apart', async () => {
    const model = open();
    const of = (title: number) => items.filter((item) => item % TITLES.length === title);
    const words = await valuesByField(model, 'item-fusion/share', 'title tokens');
    expect(words.groups.map(({ name, rows }) => [name, rows])).toEqual([
      ['1 – 2', of(0).length + of(1).length],
      ['5 – 8', of(3).length],
    ]);
    expect(words.groups[1]!.means[0]).toBeCloseTo(meanOf(of(3)), 4);
    expect(words.others!.means[0]).toBeCloseTo(meanOf(of(2)), 4);
    const characters = await valuesByField(model, 'item-fusion/share', 'title trigrams');
    expect(characters.groups.map(({ name }) => name)).toEqual(['3 – 4', '5 – 8', '17 – 32']);
    model.dispose();
  });

  it('are split by what is known of a row, without a field: the training events of an item, the past of a user', async () => {
    const model = open();
    const { itemCounts, test } = dataset.split;
    const ofItems = await valuesByField(model, 'item-fusion/share', null);
    const inGroup = (count: number) =>
      count === 0
        ? '0'
        : count <= 2
          ? '1 – 2'
          : count <= 4
            ? '3 – 4'
            : count <= 8
              ? '5 – 8'
              : count <= 16
                ? '9 – 16'
                : '17 – 32';
    const expected = [...new Set([...items].map((item) => inGroup(itemCounts[item]!)))].sort(
      (a, b) => parseInt(a, 10) - parseInt(b, 10),
    );
    expect(expected.length).toBeGreaterThan(1);
    expect(ofItems.groups.map(({ name }) => name)).toEqual(expected);
    for (const { name, rows, means } of ofItems.groups) {
      const own = items.filter((item) => inGroup(itemCounts[item]!) === name);
      expect([rows, means[0]!.toFixed(4)]).toEqual([own.length, meanOf(own).toFixed(4)]);
    }
    const ofUsers = await valuesByField(model, 'user-fusion/share', null);
    for (const { name, rows, means } of ofUsers.groups) {
      const own = test.filter(({ history }) => inGroup(history) === name).map(({ user }) => user);
      expect([rows, means[0]!.toFixed(4)]).toEqual([own.length, meanOf(own).toFixed(4)]);
    }
    expect([ofUsers.field, ofUsers.others, ofUsers.groups.reduce((sum, { rows }) => sum + rows, 0)]).toEqual([
      null,
      null,
      test.length,
    ]);
    model.dispose();
  });

  it('of the user side are means over the users tested', async () => {
    const model = open();
    const { all } = await valuesByField(model, 'user-fusion/share', 'segment');
    const tested = dataset.split.test.map(({ user }) => user);
    expect([all.rows, all.means[0]!.toFixed(4)]).toEqual([tested.length, meanOf(tested).toFixed(4)]);
    model.dispose();
  });

  it.each([
    ['item-fusion/share', 'segment'],
    ['item-fusion/share', 'item id'],
    ['item-fusion/gate', 'genre'],
    ['item-fusion/share', 'colour'],
  ])('refuses %s by %s', async (key, field) => {
    const model = open();
    await expect(valuesByField(model, key, field)).rejects.toThrow(RangeError);
    model.dispose();
  });
});
