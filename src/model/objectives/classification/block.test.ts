import { beforeAll, describe, expect, it } from 'vitest';
import { FIRST_VALUE, MISSING, UNKNOWN, type FieldSpec } from '../../../data/dataset';
import { openCpu } from '../../../engine/device';
import type { Json, TowerGraph } from '../../document/graph';
import { preset } from '../../presets/presets';
import type { Schema } from '../../document/schema';
import { judge } from '../../check/judge';
import { CompiledGraph } from '../../run/compile';
import { run as runObjective, spread, twice, type Given } from '../../harness/objective';
import block from './block';
import forward from './forward';

beforeAll(openCpu);
const [A, B] = [FIRST_VALUE, FIRST_VALUE + 1];
/** The head hands its vector on: logits are the vectors themselves. */
const weights = {
  kernel: [
    [1, 0],
    [0, 1],
  ],
  bias: [0, 0],
};
const run = (given: Omit<Given, 'user'>, params: Record<string, Json> = {}) =>
  runObjective(block, forward as never, { user: given.item, weights, ...given }, params);
const entropy = (logits: readonly number[], targets: readonly number[]) =>
  Math.log(logits.reduce((sum, x) => sum + Math.exp(x), 0)) - logits.reduce((sum, x, c) => sum + x * targets[c]!, 0);

describe('classification', () => {
  it('has the loss of a worked example: one label, two that share it, and a bias', async () => {
    const { loss } = await run({
      item: [
        [1, 0],
        [0, 2],
      ],
      column: [
        [A, 0],
        [A, B],
      ],
      weights: {
        kernel: [
          [2, 0],
          [0, 1],
        ],
        bias: [0, 0.5],
      },
    });
    expect(loss).toBeCloseTo((entropy([2, 0.5], [1, 0]) + entropy([0, 2.5], [0.5, 0.5])) / 2, 5);
  });

  it('is least where the shares of the softmax are those of the labels', async () => {
    const { loss, item } = await run({ item: [[3, 3]], column: [[B, A]] });
    expect(loss).toBeCloseTo(Math.log(2), 5);
    for (const slope of item[0]!) expect(slope).toBeCloseTo(0, 6);
  });

  it('leaves out items without a known value, and is 0 where there are no others', async () => {
    const one = await run({ item: [[1, 0]], column: [A] });
    for (const none of [MISSING, UNKNOWN]) {
      const { loss, item } = await run({
        item: [
          [1, 0],
          [5, -3],
        ],
        column: [A, none],
      });
      expect(loss).toBeCloseTo(one.loss, 5);
      expect(item[1]!.map(Math.abs)).toEqual([0, 0]);
    }
    expect(
      (
        await run({
          item: [
            [1, 0],
            [5, -3],
          ],
          column: [MISSING, UNKNOWN],
        })
      ).loss,
    ).toBe(0);
  });

  it('weighs rows, or not', async () => {
    const given = { item: spread(3, 2, 0), column: [A, B, A], weight: [1, 0, 3] };
    const alone = await Promise.all(
      [0, 1, 2].map(async (row) => (await run({ item: [given.item[row]!], column: [given.column[row]!] })).loss),
    );
    expect((await run(given)).loss).toBeCloseTo((alone[0]! + 3 * alone[2]!) / 4, 5);
    expect((await run(given, { rowWeights: false })).loss).toBeCloseTo((alone[0]! + alone[1]! + alone[2]!) / 3, 5);
  });

  it('trap 19: a batch that stands twice, copies of its items and all, has the same loss and the same update', async () => {
    const given = {
      item: spread(3, 2, 0),
      column: [
        [A, B],
        [A, 0],
        [B, 0],
      ],
    };
    const once = await run(given);
    const doubled = await run({ item: twice(given.item), column: twice(given.column) });
    expect(doubled.loss).toBeCloseTo(once.loss, 5);
    once.item.forEach((row, i) =>
      row.forEach((slope, d) => expect(doubled.item[i]![d]! + doubled.item[i + 3]![d]!).toBeCloseTo(slope, 5)),
    );
  });

  it('leaves padding out, and items sampled beside those of the rows', async () => {
    const [item, column] = [spread(3, 2, 0), [A, B, A]];
    const { loss } = await run({ item, column });
    for (const rowWeights of [true, false]) {
      const padded = {
        item: [...item, [9, -9]],
        column: [...column, B],
        realColumn: [1, 1, 1, 0],
        weight: [1, 1, 1, 0],
      };
      expect((await run(padded, { rowWeights })).loss).toBeCloseTo(loss, 5);
    }
    expect(
      (await runObjective(block, forward as never, { user: item, item: [...item, [9, -9], [4, 4]], column, weights }))
        .loss,
    ).toBeCloseTo(loss, 5);
  });

  it('stays finite where logits are in the thousands', async () => {
    const { loss, item } = await run({ item: [[5000, -5000]], column: [B] });
    expect(loss).toBeCloseTo(10_000, 0);
    expect(item[0]!.map((x) => Math.round(x * 1e5) / 1e5)).toEqual([1, -1]);
  });

  const fields: FieldSpec[] = [
    ...(['user', 'item'] as const).map((owner): FieldSpec => ({
      name: `${owner} id`,
      owner,
      kind: 'id',
      rows: 12,
      length: 1,
    })),
    { name: 'genres', owner: 'item', kind: 'bag', rows: 7, length: 3 },
    { name: 'price', owner: 'item', kind: 'numeric', rows: 7, length: 1 },
    { name: 'empty', owner: 'item', kind: 'bag', rows: FIRST_VALUE, length: 1 },
    { name: 'town', owner: 'user', kind: 'categorical', rows: 5, length: 1 },
  ];
  const schema: Schema = { fields, users: 10, items: 10, events: 100, hasTime: true };
  const graphOf = (field: string, from = 'item-mlp', id = 'classification'): TowerGraph => {
    const { graph } = preset('two-tower').build(schema);
    return {
      ...graph,
      nodes: [...graph.nodes, { id: 'head', block: id, side: 'objective', params: { field }, at: [0, 0] }],
      edges: [...graph.edges, { from: { node: from, output: 'vector' }, to: { node: 'head', input: 'vector' } }],
    };
  };
  const problems = (graph: TowerGraph) =>
    judge(graph, schema).problems.map(({ nodeId, field, code }) => `${code} at ${nodeId} ${field}`);

  it('has a class for each known value of a categorical or multi-valued field of the items', () => {
    expect(problems(graphOf('genres'))).toEqual([]);
    const { weights: own } = new CompiledGraph(judge(graphOf('genres'), schema));
    expect(
      own
        .filter(({ path }) => path.startsWith('objective/head/'))
        .map(({ path, shape }) => [path, shape[1] ?? shape[0]]),
    ).toEqual([
      ['objective/head/kernel', 5],
      ['objective/head/bias', 5],
    ]);
    expect(problems(graphOf('price'))).toEqual(['not-categorical at head field']);
    expect(problems(graphOf('town'))).toEqual(['field-of-other-side at head field']);
    expect(problems(graphOf('empty'))).toEqual(['no-values at head field']);
  });

  it('reads any vector of the item side, and none of the user side', () => {
    expect(problems(graphOf('genres', 'item-mix'))).toEqual([]);
    expect(problems(graphOf('genres', 'user-mlp'))).toEqual(['crosses-sides at head vector']);
  });
});
