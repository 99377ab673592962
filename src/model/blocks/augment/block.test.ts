/** The dual augmentation as a whole: what its losses reach, how it begins, and what it learns. */
import { describe, expect, it } from 'vitest';
import type { Batch } from '../../../data/batches';
import { FIRST_VALUE, MISSING, UNKNOWN, type Dataset, type Field } from '../../../data/dataset';
import { createRandom } from '../../../data/random';
import { datasetOf, type Row } from '../../../data/testing';
import { WeightStore } from '../../../engine/optimizers/weights';
import { countDispatches, dispatches } from '../../../engine/run-kernel';
import { onDevice, relativeError } from '../../../engine/testing';
import { CompiledGraph } from '../../run/compile';
import { Encoder } from '../../run/encode';
import { setParam, setTable } from '../../document/graph-edits';
import type { Rule, TowerGraph } from '../../document/graph';
import { schemaOf } from '../../document/schema';
import { addWeights, TrainStep } from '../../run/train-step';
import { judge } from '../../check/judge';
import {
  batchesOf,
  dataset,
  differentiate,
  draw,
  drawWeights,
  fieldRow,
  itemVectors,
  reached,
  rowOf,
  schema,
  settingsOf,
  WIDTH,
} from './testing';

onDevice();
const [A_USER, A_ITEM] = ['table/augmented-user-id', 'table/augmented-item-id'];

describe('in a whole graph', () => {
  const compiled = new CompiledGraph(judge(draw({ lists: true }), schema));
  const { indexWidth } = compiled;
  const batch = batchesOf(compiled, 16).at(0);

  it.each([
    ['mimic-user', A_USER],
    ['mimic-item', A_ITEM],
  ])(
    'trap 10: %s reaches its augmented table and nothing else: neither tower, nor any embedding',
    async (term, table) => {
      const { losses, gradients } = await differentiate(compiled, batch, [term]);
      expect(losses.get(term)).toBeGreaterThan(0.1);
      expect(reached(gradients)).toEqual([table]);
    },
  );

  it('trap 10: the augmented tables are others than those of the ids; the main loss reaches all four', async () => {
    const { gradients } = await differentiate(compiled, batch, ['softmax']);
    expect(reached(gradients)).toEqual(expect.arrayContaining([A_USER, A_ITEM, 'table/user-id', 'table/item-id']));
  });

  it('trap 10: a row without weight teaches its user and its item nothing', async () => {
    const alone = [...batch.users].findIndex(
      (user, row) => row < batch.real && batch.users.indexOf(user) === row && batch.users.lastIndexOf(user) === row,
    );
    const other = [...batch.items].findIndex(
      (item, row) =>
        row < batch.real && row !== alone && batch.items.indexOf(item) === row && batch.items.lastIndexOf(item) === row,
    );
    const weight = batch.weight.map((own, row) => (row === alone || row === other ? 0 : own));
    const { gradients } = await differentiate(compiled, { ...batch, weight }, ['mimic-*']);
    const [user, item] = [fieldRow('user id', batch.users[alone]!), fieldRow('item id', batch.items[other]!)];
    expect(rowOf(gradients.get(A_USER)!, user, indexWidth)).toEqual(Array(indexWidth).fill(0));
    expect(rowOf(gradients.get(A_ITEM)!, item, indexWidth)).toEqual(Array(indexWidth).fill(0));
    const { gradients: whole } = await differentiate(compiled, batch, ['mimic-*']);
    for (const [table, row] of [
      [A_USER, user],
      [A_ITEM, item],
    ] as const)
      expect(Math.max(...rowOf(whole.get(table)!, row, indexWidth).map(Math.abs))).toBeGreaterThan(1e-3);
  });

  it('trap 10: a batch that stands twice has the same terms and the same gradients', async () => {
    const half = batchesOf(compiled, 8).at(0);
    const twice = <A extends Uint32Array | Float32Array>(of: A): A => {
      const out = new (of.constructor as new (size: number) => A)(2 * half.real * (of.length / half.size));
      out.set(of.subarray(0, out.length / 2));
      out.set(of.subarray(0, out.length / 2), out.length / 2);
      return out;
    };
    const past = ({ length, owners, counts, mask, ageDays }: Batch['history']): Batch['history'] => ({
      rows: 2 * half.real,
      length,
      owners: twice(owners),
      counts: twice(counts),
      mask: twice(mask),
      ageDays: twice(ageDays),
    });
    const doubled: Batch = {
      ...half,
      size: 2 * half.real,
      real: 2 * half.real,
      users: twice(half.users),
      items: twice(half.items),
      events: twice(half.events),
      logQ: twice(half.logQ),
      weight: twice(half.weight),
      realColumn: twice(half.realColumn),
      history: past(half.history),
      pastUsers: past(half.pastUsers!),
    };
    const terms = ['mimic-*', 'alignment'];
    const [once, both] = [await differentiate(compiled, half, terms), await differentiate(compiled, doubled, terms)];
    for (const [name, loss] of once.losses) expect(both.losses.get(name), name).toBeCloseTo(loss, 4);
    for (const table of [A_USER, A_ITEM])
      expect(relativeError(both.gradients.get(table)!, once.gradients.get(table)!), table).toBeLessThan(1e-4);
  });

  it('a step with every part drawn takes at most 160 dispatches', async () => {
    countDispatches();
    const before = dispatches.count;
    const store = new WeightStore();
    const settings = settingsOf(16, 'lazy-adam', 0.01);
    const drawn = new CompiledGraph(judge(draw({ lists: true }, { dropout: true }), schema));
    addWeights(store, drawn, settings);
    const step = new TrainStep(drawn, dataset, store, settings, {
      terms: ['*'],
      trainable: ['*'],
      until: { steps: 1 },
    });
    step.run(batch);
    expect(dispatches.count - before).toBeGreaterThan(60);
    expect(dispatches.count - before).toBeLessThanOrEqual(160);
    step.dispose();
    store.dispose();
  });

  it('trap 11: the alignment is that of the encoded items of categories with two or more, and reaches no other item', async () => {
    const plain = new CompiledGraph(judge(draw({}), schema));
    // Three of a, one of them twice; two of b; one of c; one without a category.
    const items = Uint32Array.of(0, 12, 0, 1, 24, 4, 2, 3);
    const given = {
      ...batchesOf(plain, 8).at(0),
      items,
      real: 8,
      realColumn: new Float32Array(8).fill(1),
      weight: new Float32Array(8).fill(1),
    };
    const store = new WeightStore();
    addWeights(store, plain, settingsOf(8, 'sgd', 1));
    for (const [path, { values }] of drawWeights(plain)) store.write(path, values);
    const encoder = new Encoder(plain, dataset, store);
    const vectors = await itemVectors(encoder);
    encoder.dispose();
    store.dispose();
    const { losses, gradients } = await differentiate(plain, given, ['alignment']);
    const [a, b] = [
      covariance([0, 12, 24].map((item) => vectors[item]!)),
      covariance([1, 4].map((item) => vectors[item]!)),
    ];
    expect(losses.get('alignment')! / a.reduce((sum, x, i) => sum + (x - b[i]!) ** 2, 0)).toBeCloseTo(1, 4);
    const ids = gradients.get('table/item-id')!;
    const learns = [0, 12, 24, 1, 4, 2, 3].map((item) =>
      rowOf(ids, fieldRow('item id', item), WIDTH).some((x) => x !== 0),
    );
    expect(learns).toEqual([true, true, true, true, true, false, false]);
    expect(reached(gradients).filter((path) => path.startsWith('user/') || path.includes('user'))).toEqual([]);
  });
});

/** By n - 1, flat. */
function covariance(rows: readonly Float32Array[]): number[] {
  const mean = Array.from(rows[0]!, (_, d) => rows.reduce((sum, row) => sum + row[d]! / rows.length, 0));
  return mean.flatMap((m, d) =>
    mean.map((n, e) => rows.reduce((sum, row) => sum + ((row[d]! - m) * (row[e]! - n)) / (rows.length - 1), 0)),
  );
}

describe('users and items that training never meets', () => {
  it.each<Rule>(['lazy-adam', 'adam', 'sgd'])('keep the zero vector under %s, others do not', async (rule) => {
    const compiled = new CompiledGraph(judge(draw({}, { dropout: true }), schema));
    const settings = settingsOf(16, rule, 0.05, 0.01);
    const store = new WeightStore();
    addWeights(store, compiled, settings);
    expect((await store.read(A_ITEM)).every((x) => x === 0)).toBe(true);
    const step = new TrainStep(compiled, dataset, store, settings, {
      terms: ['*'],
      trainable: ['*'],
      until: { steps: 1 },
    });
    const batches = batchesOf(compiled, 16);
    for (let at = 0; at < batches.stepsPerEpoch; at++) step.run(batches.at(at));
    const table = await store.read(A_ITEM);
    const isZero = (row: number) => rowOf(table, row, compiled.indexWidth).every((x) => x === 0);
    const unseen = [...dataset.items.keys()].filter((item) => dataset.split.itemCounts[item] === 0);
    expect(unseen.length).toBeGreaterThan(0);
    expect([MISSING, UNKNOWN].every(isZero)).toBe(true);
    for (const item of dataset.items.keys())
      expect(isZero(fieldRow('item id', item)), `item ${item}`).toBe(unseen.includes(item));
    step.dispose();
    store.dispose();
  });
});

describe('a table of its own', () => {
  const good = draw({ lists: true });
  const found = (graph: TowerGraph) =>
    judge(graph, schema).problems.map(({ nodeId, field, code, values }) => [`${code} at ${nodeId}.${field}`, values]);

  it.each([
    [
      'the fields of its side',
      setParam(good, 'user-augment', 'tables', ['user-id']),
      'user-augment',
      'user id',
      'user-id, item-list',
    ],
    [
      'the history',
      setParam(good, 'item-augment', 'tables', ['item-id']),
      'item-augment',
      'item id',
      'history, item-id',
    ],
    [
      'the users of items',
      setParam(good, 'item-list', 'tables', ['augmented-user-id']),
      'user-augment',
      'user id',
      'item-list',
    ],
  ])('is not shared with %s', (_, graph, node, field, nodes) => {
    expect(found(graph).filter(([code]) => String(code).startsWith('shared'))).toEqual([
      [`shared-table at ${node}.tables`, { field, nodes }],
    ]);
  });

  it('embeds an id', () => {
    const graph = setParam(setTable(good, { id: 'groups', field: 'group', width: 24 }), 'user-augment', 'tables', [
      'groups',
    ]);
    expect(found(graph)).toEqual([['not-an-id at user-augment.tables', { field: 'group' }]]);
  });
});

/** Two circles of people and of things; each person has eight of the ten things of the same circle, one a day. */
function circles(): Dataset {
  const rows: Row[] = Array.from({ length: 24 }, (_, user) => {
    const things = createRandom(3, 'things', user).shuffle(
      Uint32Array.from({ length: 10 }, (__, i) => 2 * i + (user % 2)),
    );
    return Array.from(things.subarray(0, 8), (thing, day): Row => [`u${user}`, `i${thing}`, day * 86_400_000]);
  }).flat();
  const made = datasetOf(rows);
  const idOf = (owner: 'user' | 'item', names: readonly string[]): Field => ({
    name: `${owner} id`,
    owner,
    kind: 'id',
    rows: names.length + FIRST_VALUE,
    vocabulary: names,
    length: 1,
    ids: Uint32Array.from(names, (_, i) => FIRST_VALUE + i),
    weights: null,
  });
  return { ...made, fields: [idOf('user', made.users), idOf('item', made.items)] };
}

const cosine = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  const dot = (x: ArrayLike<number>, y: ArrayLike<number>) =>
    Array.from(x).reduce((sum, value, d) => sum + value * y[d]!, 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
};

describe('what the augmented vectors of users come to hold', () => {
  const data = circles();
  const given = schemaOf(data);

  /**
   * Mean over users of the cosine between a_u and the mean vector of the user's training items, after each of the
   * epochs; and the live value beside it.
   */
  async function learn(epochs: readonly number[], terms: readonly string[]) {
    const compiled = new CompiledGraph(judge(draw({ base: 'ids', alignment: false }, { given }), given));
    const settings = settingsOf(16, 'lazy-adam', 0.02);
    const store = new WeightStore();
    addWeights(store, compiled, settings);
    const step = new TrainStep(compiled, data, store, settings, {
      terms: [...terms],
      trainable: ['*'],
      until: { steps: 1 },
    });
    const encoder = new Encoder(compiled, data, store);
    const batches = batchesOf(compiled, 16, data);
    const [alike, live]: [number[], number[]] = [[], []];
    for (let at = 0; at < Math.max(...epochs) * batches.stepsPerEpoch; at++) {
      step.run(batches.at(at), true);
      if (!epochs.some((epoch) => epoch * batches.stepsPerEpoch === at + 1)) continue;
      const [vectors, table] = [await itemVectors(encoder), await store.read(A_USER)];
      const cosines = data.users.map((_, user) => {
        const own = Array.from(data.split.train)
          .filter((e) => data.events.user[e] === user)
          .map((e) => vectors[data.events.item[e]!]!);
        return cosine(
          rowOf(table, user + FIRST_VALUE, WIDTH),
          own[0]!.map((__, d) => own.reduce((sum, vector) => sum + vector[d]!, 0)),
        );
      });
      alike.push(cosines.reduce((a, b) => a + b) / cosines.length);
      live.push((await step.probes!.read()).find(({ key }) => key === 'mimic-user/likeness')?.mean[0] ?? Number.NaN);
    }
    encoder.dispose();
    step.dispose();
    store.dispose();
    return { alike, live };
  }

  it('are the items the user had: the cosine with their mean rises to nearly 1, and only where there is a mimic', async () => {
    const {
      alike: [early = 0, late = 0],
      live: [liveEarly = 0, liveLate = 0],
    } = await learn([1, 40], ['*']);
    expect(early).toBeLessThan(0.4);
    expect(late).toBeGreaterThan(0.9);
    expect(liveLate).toBeGreaterThan(liveEarly + 0.5);
    const {
      alike: [, without = 1],
    } = await learn([1, 40], ['softmax']);
    expect(without).toBeLessThan(0.4);
  });
});
