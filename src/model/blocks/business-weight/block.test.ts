import { beforeAll, describe, expect, it } from 'vitest';
import { build } from '../../../data/build-testing';
import { openCpu } from '../../../engine/device';
import * as tf from '../../../engine/tf';
import { judge } from '../../check/judge';
import { schemaOf } from '../../document/schema';
import { harnessContext } from '../../harness/context';
import { spread } from '../../harness/objective';
import { graphOf } from '../../harness/tiny-log';
import type { Context } from '../block';
import block from './block';
import forward from './forward';

beforeAll(openCpu);
const [USERS, ITEMS, WIDTH, K] = [4, 25, 5, 2];
const BIDS = Array.from({ length: ITEMS }, (_, item) => 0.05 * (1 + ((7 * item) % ITEMS)));
const context = (): Context =>
  Object.create(harnessContext({ training: false }), {
    itemNumber: { value: () => tf.tensor2d(BIDS, [ITEMS, 1]) },
  }) as Context;
const given = () => ({
  user: tf.tensor2d(spread(USERS, WIDTH, 0)),
  item: tf.tensor2d(spread(ITEMS, WIDTH, 1)),
  scale: tf.tensor1d([3]),
});
const scores = async (user: tf.Tensor2D, item: tf.Tensor2D, scale: tf.Tensor) =>
  (await tf.mul(tf.matMul(user, item, false, true), scale).array()) as number[][];
const descending = (values: readonly number[]) => [...values.keys()].sort((a, b) => values[b]! - values[a]!);

describe('a served score', () => {
  it.each([1, 0.5, -2])('is s + %d log bid, exactly, with the exponent on the side of the user', async (exponent) => {
    const type = { kind: 'pairing', width: WIDTH, rule: 'dot' } as const;
    const { user, item, scale } = given();
    const plain = await scores(user, item, scale);
    const { pairing } = forward({ pairing: { type, user, item, scale } }, {}, { field: 'bid', exponent }, context());
    const served = await scores(pairing.user, pairing.item, pairing.scale);
    served.forEach((row, u) =>
      row.forEach((own, i) => expect(own).toBeCloseTo(plain[u]![i]! + exponent * Math.log(BIDS[i]!), 5)),
    );
    expect((await pairing.item.array())[3]!.at(-1)).toBeCloseTo(Math.log(BIDS[3]!), 6);
  });

  it('ranks by P(click) x bid, where s are the logits of a softmax', async () => {
    const type = { kind: 'pairing', width: WIDTH, rule: 'dot' } as const;
    const { user, item, scale } = given();
    const [plain, { pairing }] = [
      await scores(user, item, scale),
      forward({ pairing: { type, user, item, scale } }, {}, { field: 'bid', exponent: 1 }, context()),
    ];
    const served = await scores(pairing.user, pairing.item, pairing.scale);
    let moved = 0;
    served.forEach((row, u) => {
      const total = plain[u]!.reduce((sum, s) => sum + Math.exp(s), 0);
      const revenue = plain[u]!.map((s, i) => (Math.exp(s) / total) * BIDS[i]!);
      expect(descending(row)).toEqual(descending(revenue));
      moved += Number(descending(row).join() !== descending(plain[u]!).join());
    });
    expect(moved).toBe(USERS);
  });

  it('of the best of several interests is that of the best with the bid', async () => {
    const type = { kind: 'pairing', width: WIDTH, rule: 'label-aware', count: K } as const;
    const { item, scale } = given();
    const interests = tf.tensor3d(spread(USERS * K, WIDTH, 2).flat(), [USERS, K, WIDTH]);
    const active = tf.ones([USERS, K]) as tf.Tensor2D;
    const user = tf.zeros([USERS, WIDTH]) as tf.Tensor2D;
    const { pairing } = forward(
      { pairing: { type, user, item, scale, interests, active } },
      {},
      { field: 'bid', exponent: 1.5 },
      context(),
    );
    const flat = (x: tf.Tensor3D) => tf.reshape(x, [USERS * K, -1]) as tf.Tensor2D;
    const [plain, served] = [
      await scores(flat(interests), item, scale),
      await scores(flat(pairing.interests!), pairing.item, pairing.scale),
    ];
    served.forEach((row, k) =>
      row.forEach((own, i) => expect(own).toBeCloseTo(plain[k]![i]! + 1.5 * Math.log(BIDS[i]!), 5)),
    );
    expect(pairing.active).toBe(active);
  });
});

describe('a number of the item', () => {
  const items = (bid: (at: number) => string): string =>
    ['item,bid,kind', ...Array.from({ length: 40 }, (_, at) => `i${at},${bid(at)},${at % 2 ? 'a' : 'b'}`)].join('\n');
  const log = [
    'user,item,time',
    ...Array.from({ length: 200 }, (_, at) => `u${at % 10},i${(at * 7 + Math.floor(at / 40)) % 40},${1.6e9 + at}`),
  ].join('\n');
  const problems = async (field: string, bid: (at: number) => string) => {
    const { dataset } = await build({ log, items: items(bid) });
    const graph = graphOf(
      { users: ['user id', 4], items: ['item id', 4] },
      {
        user: ['fields', 'user', { tables: ['users'] }],
        'user-flat': ['concat', 'user'],
        item: ['fields', 'item', { tables: ['items'] }],
        'item-flat': ['concat', 'item'],
        match: ['match', 'match'],
        worth: ['business-weight', 'match', { field }],
        softmax: ['in-batch-softmax', 'objective'],
      },
      [
        'user.fields > user-flat.parts',
        'item.fields > item-flat.parts',
        'user-flat.vector > match.user',
        'item-flat.vector > match.item',
        'match.pairing > softmax.pairing',
        'match.pairing > worth.pairing',
      ],
    );
    const judgement = judge(graph, schemaOf(dataset));
    return { problems: judgement.problems, width: judgement.costs.width.item, dataset };
  };

  it('is read as it stands in the file, and takes one place of the vector', async () => {
    const { problems: none, width, dataset } = await problems('bid', (at) => String(0.25 + at));
    expect(none).toEqual([]);
    expect(width).toBe(5);
    const { numbers } = dataset.fields.find(({ name }) => name === 'bid')!;
    expect([...numbers!]).toEqual(dataset.items.map((item) => 0.25 + Number(item.slice(1))));
  });

  it.each<[string, (at: number) => string, object]>([
    ['bid', (at) => String(at), { code: 'not-positive', values: { field: 'bid', least: 0 } }],
    ['bid', (at) => String(at - 1.5), { code: 'not-positive', values: { least: -1.5 } }],
    ['bid', (at) => (at % 8 === 3 ? '' : String(at + 0.5)), { code: 'numbers-missing', values: { items: 5 } }],
    ['kind', (at) => String(at + 1), { code: 'not-numeric', values: { field: 'kind', kind: 'categorical' } }],
    ['', (at) => String(at + 1), { code: 'no-fields' }],
    ['cpc', (at) => String(at + 1), { code: 'unknown-field', values: { field: 'cpc' } }],
  ])('“%s” is refused where it has no logarithm for every item: %#', async (field, bid, problem) => {
    expect((await problems(field, bid)).problems).toMatchObject([{ nodeId: 'worth', field: 'field', ...problem }]);
  });
});

it('takes a pairing of any rule', () => {
  const params = { field: 'bid', exponent: 1 };
  const none = { table: () => undefined };
  expect(block.infer({ pairing: { kind: 'pairing', width: 8, rule: 'dot' } }, params, none)).toEqual({
    pairing: { kind: 'pairing', width: 9, rule: 'dot' },
  });
  expect(block.infer({ pairing: { kind: 'pairing', width: 8, rule: 'label-aware', count: 3 } }, params, none)).toEqual({
    pairing: { kind: 'pairing', width: 9, rule: 'label-aware', count: 3 },
  });
});
