import { beforeAll, describe, expect, it } from 'vitest';
import { FIRST_VALUE, MISSING, UNKNOWN, type FieldSpec } from '../../../data/dataset';
import { openCpu } from '../../../engine/device';
import type { Json } from '../../document/graph';
import { preset } from '../../presets/presets';
import type { Schema } from '../../document/schema';
import { judge } from '../../check/judge';
import { largest, run as runObjective, spread, type Given, type Matrix } from '../../harness/objective';
import block, { CATEGORIES } from './block';
import forward from './forward';

beforeAll(openCpu);
const run = (given: Pick<Given, 'item' | 'column'> & Partial<Given>, params: Record<string, Json> = {}) =>
  runObjective(block, forward as never, { user: given.item, ...given }, { least: 2, ...params });
/** Live values, by name. */
async function published(
  given: Pick<Given, 'item' | 'column'> & Partial<Given>,
  params: Record<string, Json> = {},
): Promise<Record<string, number>> {
  const seen: Record<string, number> = {};
  await runObjective(
    block,
    forward as never,
    { user: given.item, ...given },
    { least: 2, ...params },
    (name, value) => {
      seen[name] = value;
    },
  );
  return seen;
}
const [A, B, C] = [FIRST_VALUE, FIRST_VALUE + 1, FIRST_VALUE + 2];

function covariance(rows: Matrix): Matrix {
  const mean = rows[0]!.map((_, d) => rows.reduce((sum, row) => sum + row[d]! / rows.length, 0));
  return mean.map((_, d) =>
    mean.map(
      (__, e) => rows.reduce((sum, row) => sum + (row[d]! - mean[d]!) * (row[e]! - mean[e]!), 0) / (rows.length - 1),
    ),
  );
}
const apart = (a: Matrix, b: Matrix) =>
  covariance(a)
    .flat()
    .reduce((sum, x, i) => sum + (x - covariance(b).flat()[i]!) ** 2, 0);

/** Five items of A, three of B, two of C. */
const item = spread(10, 3, 0);
const column = [A, A, B, A, C, B, A, C, B, A];
const of = (category: number) => item.filter((_, row) => column[row] === category);

describe('category-alignment', () => {
  it('adds up the squared distances between the covariance of the largest category and the others’', async () => {
    expect((await run({ item, column })).loss).toBeCloseTo(apart(of(A), of(B)) + apart(of(A), of(C)), 5);
    // Shifted vectors spread alike.
    const same = [...of(B), ...of(B).map((row) => row.map((x) => x + 2))];
    expect((await run({ item: same, column: [A, A, A, B, B, B] })).loss).toBeCloseTo(0, 9);
  });

  it('compares with the largest category wherever it stands in the field, and with the first of equally large ones', async () => {
    const renamed = column.map((category) => (category === A ? C : category === C ? A : B));
    expect((await run({ item, column: renamed })).loss).toBeCloseTo(apart(of(A), of(B)) + apart(of(A), of(C)), 5);
    // Three of A, three of B, two of C.
    const even = {
      item: item.slice(0, 9),
      column: column.slice(0, 9).map((category, row) => (row === 6 ? MISSING : category)),
    };
    const first = even.item.filter((_, row) => even.column[row] === A);
    expect((await run(even)).loss).toBeCloseTo(apart(first, of(B)) + apart(first, of(C)), 5);
  });

  it('has gradients in both categories, those of finite differences', async () => {
    const { item: slopes } = await run({ item, column });
    for (const [row, d] of [
      [0, 1],
      [2, 0],
      [4, 2],
    ] as const) {
      const at = async (step: number) =>
        (await run({ item: item.map((x, i) => x.map((y, e) => (i === row && e === d ? y + step : y))), column })).loss;
      expect(slopes[row]![d]).toBeCloseTo(((await at(0.01)) - (await at(-0.01))) / 0.02, 2);
      expect(Math.abs(slopes[row]![d]!)).toBeGreaterThan(0.01);
    }
  });

  it('trap 11: leaves categories out that have too few items, and never compares one item', async () => {
    expect((await run({ item, column }, { least: 3 })).loss).toBeCloseTo(apart(of(A), of(B)), 5);
    const { loss, item: slopes } = await run({ item, column }, { least: 4 });
    expect([loss, largest(slopes)]).toEqual([0, 0]);
    expect((await run({ item: item.slice(0, 4), column: [A, A, A, B] })).loss).toBe(0);
  });

  it('counts an item once', async () => {
    // Rows 0, 3 and 9 hold one item: what stands in the later ones does not matter, and A has as many items as B.
    const copies: Matrix = item.map((_, i) =>
      item.map((__, j) => (i !== j && [0, 3, 9].includes(i) && [0, 3, 9].includes(j) ? 1 : 0)),
    );
    const { loss, item: slopes } = await run({ item, column, sameItem: copies });
    const distinct = item.filter((_, row) => column[row] === A && row !== 3 && row !== 9);
    expect(loss).toBeCloseTo(apart(distinct, of(B)) + apart(distinct, of(C)), 5);
    expect(largest([slopes[3]!, slopes[9]!])).toBe(0);
  });

  it('leaves padding, missing and unknown values out, and values past the first 32', async () => {
    const { loss } = await run({ item, column });
    const more = spread(3, 3, 5);
    for (const value of [MISSING, UNKNOWN, FIRST_VALUE + CATEGORIES]) {
      expect((await run({ item: [...item, ...more], column: [...column, value, value, value] })).loss).toBeCloseTo(
        loss,
        5,
      );
    }
    expect(
      (
        await run({
          item: [...item, ...more],
          column: [...column, B, B, B],
          realColumn: [...column.map(() => 1), 0, 0, 0],
        })
      ).loss,
    ).toBeCloseTo(loss, 5);
    const last = FIRST_VALUE + CATEGORIES - 1;
    expect((await run({ item: [...item, ...more], column: [...column, last, last, last] })).loss).toBeCloseTo(
      loss + apart(of(A), more),
      5,
    );
  });

  it('counts an item in each of its categories, whatever their order', async () => {
    // Rows 0, 3 and 5 are of two categories: five items of A, four of B, four of C.
    const bags = [
      [A, C],
      [A, 0],
      [B, 0],
      [B, A],
      [C, 0],
      [C, B],
      [A, 0],
      [C, 0],
      [B, 0],
      [A, 0],
    ];
    const members = (category: number) => item.filter((_, row) => bags[row]!.includes(category));
    const expected = apart(members(A), members(B)) + apart(members(A), members(C));
    expect((await run({ item, column: bags })).loss).toBeCloseTo(expected, 5);
    expect((await run({ item, column: bags.map((slots) => slots.toReversed()) })).loss).toBeCloseTo(expected, 5);
  });

  it('shows how many categories have enough items, and what share of the items are theirs', async () => {
    expect(await published({ item, column })).toEqual({ categories: 3, items: 1 });
    expect(await published({ item, column }, { least: 3 })).toEqual({ categories: 2, items: expect.closeTo(0.8, 6) });
    expect(await published({ item, column }, { least: 6 })).toEqual({ categories: 0, items: 0 });
    // Row 0 is of A and C: of three items of A, two of C and one of B it counts once.
    expect(
      await published({
        item: item.slice(0, 5),
        column: [
          [A, C],
          [A, 0],
          [A, 0],
          [C, 0],
          [B, 0],
        ],
      }),
    ).toEqual({ categories: 2, items: expect.closeTo(0.8, 6) });
    // Padding is no item, and neither is the second row of one.
    const copies: Matrix = item.map((_, i) => item.map((__, j) => (i + j === 9 && i * j === 0 ? 1 : 0)));
    expect(
      await published({
        item,
        column: [...column.slice(0, 8), UNKNOWN, A],
        sameItem: copies,
        realColumn: [...Array<number>(7).fill(1), 0, 1, 1],
      }),
    ).toEqual({ categories: 2, items: expect.closeTo(6 / 8, 6) });
  });

  it('asks for a categorical or multi-valued field of the items', () => {
    const field = (name: string, owner: FieldSpec['owner'], kind: FieldSpec['kind']): FieldSpec => ({
      name,
      owner,
      kind,
      rows: 12,
      length: 1,
    });
    const fields = [
      field('user id', 'user', 'id'),
      field('item id', 'item', 'id'),
      field('city', 'user', 'categorical'),
      field('genre', 'item', 'categorical'),
      field('genres', 'item', 'bag'),
    ];
    const schema: Schema = { fields, users: 10, items: 10, events: 100, hasTime: true };
    const { graph } = preset('two-tower').build(schema);
    const problems = (params: Record<string, Json>) =>
      judge(
        {
          ...graph,
          nodes: [...graph.nodes, { id: 'cal', block: 'category-alignment', side: 'objective', params, at: [0, 0] }],
          edges: [
            ...graph.edges,
            { from: { node: 'match', output: 'pairing' }, to: { node: 'cal', input: 'pairing' } },
          ],
        },
        schema,
      ).problems.map(({ nodeId, field: at, code }) => `${code} at ${nodeId}.${at}`);
    expect(problems({ field: 'genre' })).toEqual([]);
    expect(problems({ field: 'genres' })).toEqual([]);
    expect(problems({})).toEqual(['no-fields at cal.field']);
    expect(problems({ field: 'studio' })).toEqual(['unknown-field at cal.field']);
    expect(problems({ field: 'city' })).toEqual(['field-of-other-side at cal.field']);
    expect(problems({ field: 'item id' })).toEqual(['not-categorical at cal.field']);
    expect(problems({ field: 3 })).toEqual(['bad-param at cal.field']);
  });
});
