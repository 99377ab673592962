import { beforeAll, describe, expect, it } from 'vitest';
import { openCpu } from '../../../engine/device';
import type { FieldSpec } from '../../../data/dataset';
import * as tf from '../../../engine/tf';
import type { Json, TowerGraph } from '../../document/graph';
import { preset } from '../../presets/presets';
import type { Schema } from '../../document/schema';
import { judge } from '../../check/judge';
import { harnessContext } from '../../harness/context';
import { largest, pairsOf, run as runObjective, spread, twice, type Given } from '../../harness/objective';
import block from './block';
import forward from './forward';

beforeAll(openCpu);
const run = (given: Given, params: Record<string, Json> = {}) => runObjective(block, forward as never, given, params);
const given: Given = { user: spread(4, 3, 0), item: spread(4, 3, 1), augmented: spread(4, 3, 2) };

describe('mimic', () => {
  it('is the mean over rows of the squared distance to the other tower, of which weights are shares', async () => {
    const sides: Given = {
      user: [
        [0, 0],
        [1, 0],
      ],
      item: [
        [1, 0],
        [0, 1],
      ],
      augmented: [
        [1, 2],
        [1, 1],
      ],
    };
    expect((await run(sides)).loss).toBeCloseTo((4 + 1) / 2, 5);
    expect((await run(sides, { side: 'item' })).loss).toBeCloseTo((5 + 1) / 2, 5);
    expect((await run({ ...sides, weight: [3, 1] })).loss).toBeCloseTo((3 * 4 + 1) / 4, 5);
    expect((await run({ ...sides, weight: [3, 1] }, { rowWeights: false })).loss).toBeCloseTo((4 + 1) / 2, 5);
  });

  it.each(['user', 'item'])(
    'trap 10: its gradient reaches the augmented vector of the %s side and neither tower',
    async (side) => {
      const { user, item, augmented } = await run(given, { side });
      expect(largest(augmented)).toBeGreaterThan(0.1);
      expect([largest(user), largest(item)]).toEqual([0, 0]);
    },
  );

  it('trap 10: rows without weight have no gradient, and a batch that stands twice has the same loss', async () => {
    expect(largest([(await run({ ...given, weight: [1, 0, 1, 1] })).augmented[1]!])).toBe(0);
    const doubled: Given = { user: twice(given.user), item: twice(given.item), augmented: twice(given.augmented!) };
    expect((await run(doubled)).loss).toBeCloseTo((await run(given)).loss, 5);
  });

  it('shows the cosine of each row with the other tower: 4/5 beside it, 0 across it or before it has learnt, -1 against it', async () => {
    const vector = (values: number[][]) => tf.tensor2d(values) as tf.Tensor2D;
    const pairing = {
      type: { kind: 'pairing', width: 2, rule: 'dot' },
      user: vector([
        [0, 1],
        [0, 1],
        [0, 1],
        [0, 1],
      ]),
      item: vector([
        [2, 0],
        [2, 0],
        [2, 0],
        [2, 0],
      ]),
      scale: tf.tensor1d([1]),
    } as const;
    const augmented = {
      type: { kind: 'vector', width: 2, parts: [] },
      values: vector([
        [4, 3],
        [0, 5],
        [0, 0],
        [-1, 0],
      ]),
    } as const;
    const published = new Map<string, tf.Tensor>();
    const pairs = () => pairsOf(4, {});
    forward(
      { augmented, pairing },
      {},
      { weight: 1, side: 'user', rowWeights: true, rowFormula: '' },
      harnessContext({ training: true, pairs, probed: (name, x) => void published.set(name, x) }),
    );
    expect(Array.from(await published.get('likeness')!.data(), (x) => Number(x.toFixed(5)))).toEqual([0.8, 0, 0, -1]);
  });

  it('refuses an augmented vector of another width', () => {
    const params = { weight: 1, side: 'user', rowWeights: true, rowFormula: '' } as const;
    const inputs = {
      augmented: { kind: 'vector', width: 2, parts: [] },
      pairing: { kind: 'pairing', width: 3, rule: 'dot' },
    } as const;
    expect(block.infer(inputs, params, { table: () => undefined })).toMatchObject({
      code: 'width-mismatch',
      field: 'augmented',
      values: { left: 2, right: 3 },
    });
  });

  it('takes the augmented vector from the side it names', () => {
    const fields: FieldSpec[] = (['user', 'item'] as const).map((owner) => ({
      name: `${owner} id`,
      owner,
      kind: 'id',
      rows: 12,
      length: 1,
    }));
    const schema: Schema = { fields, users: 10, items: 10, events: 100, hasTime: true };
    const { graph } = preset('two-tower').build(schema);
    const withMimic = (side: string): TowerGraph => ({
      ...graph,
      nodes: [...graph.nodes, { id: 'mimic', block: 'mimic', side: 'objective', params: { side }, at: [0, 0] }],
      edges: [
        ...graph.edges,
        { from: { node: 'user-mlp', output: 'vector' }, to: { node: 'mimic', input: 'augmented' } },
        { from: { node: 'match', output: 'pairing' }, to: { node: 'mimic', input: 'pairing' } },
      ],
    });
    expect(judge(withMimic('user'), schema).problems).toEqual([]);
    expect(judge(withMimic('item'), schema).problems).toMatchObject([
      { nodeId: 'mimic', field: 'augmented', code: 'crosses-sides', values: { allowed: 'item' } },
    ]);
  });
});
