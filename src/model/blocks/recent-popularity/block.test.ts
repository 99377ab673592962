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
import { readOf } from './block';
import forward from './forward';

beforeAll(openCpu);
const [USERS, ITEMS, WIDTH, K] = [3, 2, 5, 2];
const PARAMS = { halfLife: 2, halfLives: 2, snapshots: 2, perUser: false };
/** [items x snapshots, half-lives] */
const LOGS = [
  [1, 10],
  [2, 20],
  [3, 30],
  [4, 40],
];
/** The first user asks before there is any. */
const AT = [
  [0, 0],
  [1, 0],
  [0, 1],
];
const [W1, W2] = [0.5, -2];
/** [users, items] what is added. */
const ADDED = AT.map((ones) =>
  [0, 1].map((item) =>
    ones.reduce((sum, one, g) => sum + one * (W1 * LOGS[2 * item + g]![0]! + W2 * LOGS[2 * item + g]![1]!), 0),
  ),
);
const context = (): Context =>
  Object.create(harnessContext({ training: false }), {
    recentPopularity: { value: () => ({ at: tf.tensor2d(AT), logs: tf.tensor2d(LOGS) }) },
  }) as Context;
const weights = () => ({ weights: tf.tensor1d([W1, W2]) });
const scores = async (user: tf.Tensor2D, item: tf.Tensor2D, scale: tf.Tensor) =>
  (await tf.mul(tf.matMul(user, item, false, true), scale).array()) as number[][];

it('adds the weighted logarithms of the snapshot that is known at the moment of the row, and nothing before it', async () => {
  const type = { kind: 'pairing', width: WIDTH, rule: 'dot' } as const;
  const [user, item] = [tf.tensor2d(spread(USERS, WIDTH, 0)), tf.tensor2d(spread(ITEMS, WIDTH, 1))];
  const scale = tf.tensor1d([3]);
  const plain = await scores(user, item, scale);
  const { pairing } = forward({ pairing: { type, user, item, scale } }, weights(), PARAMS, context());
  const served = await scores(pairing.user, pairing.item, pairing.scale);
  served.forEach((row, u) => row.forEach((own, i) => expect(own).toBeCloseTo(plain[u]![i]! + ADDED[u]![i]!, 4)));
});

it('makes no vectors of interests where only those of the items are read: then a user is one row, of no moment', () => {
  const type = { kind: 'pairing', width: WIDTH, rule: 'label-aware', count: K } as const;
  const [user, item] = [tf.ones([1, WIDTH]) as tf.Tensor2D, tf.tensor2d(spread(ITEMS, WIDTH, 1))];
  const interests = tf.ones([1, K, WIDTH]) as tf.Tensor3D;
  const given = { type, user, item, scale: tf.tensor1d([3]), interests, active: tf.ones([1, K]) as tf.Tensor2D };
  const { pairing } = forward({ pairing: given }, weights(), PARAMS, context());
  expect(pairing.item.shape).toEqual([ITEMS, WIDTH + 2]);
  expect(Object.keys(pairing)).toEqual(expect.arrayContaining(['interests', 'active']));
});

describe('per user', () => {
  const STRENGTH = [1, -0.5, 0.25, 0, 2];
  const strengthOf = (vector: readonly number[]): number => 1 + vector.reduce((sum, x, d) => sum + x * STRENGTH[d]!, 0);
  const learnt = () => ({ ...weights(), strength: tf.tensor1d(STRENGTH) });

  it('it counts by what the vector says', async () => {
    const type = { kind: 'pairing', width: WIDTH, rule: 'dot' } as const;
    const [user, item] = [tf.tensor2d(spread(USERS, WIDTH, 0)), tf.tensor2d(spread(ITEMS, WIDTH, 1))];
    const scale = tf.tensor1d([3]);
    const plain = await scores(user, item, scale);
    const params = { ...PARAMS, perUser: true };
    const { pairing } = forward({ pairing: { type, user, item, scale } }, learnt(), params, context());
    const served = await scores(pairing.user, pairing.item, pairing.scale);
    const strengths = spread(USERS, WIDTH, 0).map(strengthOf);
    served.forEach((row, u) =>
      row.forEach((own, i) => expect(own).toBeCloseTo(plain[u]![i]! + strengths[u]! * ADDED[u]![i]!, 4)),
    );
  });

  it.each([false, true])('of several interests each has its own: %s', async (perUser) => {
    const type = { kind: 'pairing', width: WIDTH, rule: 'label-aware', count: K } as const;
    const [item, scale] = [tf.tensor2d(spread(ITEMS, WIDTH, 1)), tf.tensor1d([3])];
    const rows = spread(USERS * K, WIDTH, 2);
    const interests = tf.tensor3d(rows.flat(), [USERS, K, WIDTH]);
    const active = tf.ones([USERS, K]) as tf.Tensor2D;
    const user = tf.zeros([USERS, WIDTH]) as tf.Tensor2D;
    const { pairing } = forward(
      { pairing: { type, user, item, scale, interests, active } },
      perUser ? learnt() : weights(),
      { ...PARAMS, perUser },
      context(),
    );
    const flat = (x: tf.Tensor3D) => tf.reshape(x, [USERS * K, -1]) as tf.Tensor2D;
    const plain = await scores(flat(interests), item, scale);
    const served = await scores(flat(pairing.interests!), pairing.item, pairing.scale);
    served.forEach((row, k) =>
      row.forEach((own, i) => {
        const added = ADDED[Math.floor(k / K)]![i]! * (perUser ? strengthOf(rows[k]!) : 1);
        expect(own).toBeCloseTo(plain[k]![i]! + added, 4);
      }),
    );
  });
});

it('reads half-lives that are each four times the one before', () => {
  expect(readOf({ halfLife: 30, halfLives: 3, snapshots: 9 })).toEqual({ halfLives: [30, 120, 480], snapshots: 9 });
});

describe('a log', () => {
  it.each([
    [true, []],
    [false, [{ nodeId: 'recent', code: 'no-time', values: { block: 'recent-popularity' } }]],
  ])('with time: %s', async (hasTime, problems) => {
    const log = [
      'user,item,time',
      ...Array.from({ length: 200 }, (_, at) => `u${at % 10},i${(at * 7 + Math.floor(at / 40)) % 40},${1.6e9 + at}`),
    ].join('\n');
    const { dataset } = await build({ log });
    const graph = graphOf(
      { users: ['user id', 4], items: ['item id', 4] },
      {
        user: ['fields', 'user', { tables: ['users'] }],
        'user-flat': ['concat', 'user'],
        item: ['fields', 'item', { tables: ['items'] }],
        'item-flat': ['concat', 'item'],
        match: ['match', 'match'],
        recent: ['recent-popularity', 'match', { snapshots: 16 }],
        softmax: ['in-batch-softmax', 'objective'],
      },
      [
        'user.fields > user-flat.parts',
        'item.fields > item-flat.parts',
        'user-flat.vector > match.user',
        'item-flat.vector > match.item',
        'match.pairing > recent.pairing',
        'recent.pairing > softmax.pairing',
      ],
    );
    const judgement = judge(graph, { ...schemaOf(dataset), hasTime });
    expect(judgement.problems).toMatchObject(problems);
    if (hasTime) expect(judgement.costs.width.item).toBe(4 + 16);
  });
});
