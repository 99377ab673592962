import { beforeAll, describe, expect, it } from 'vitest';
import { openCpu } from '../../../engine/device';
import { relativeError } from '../../../engine/testing';
import * as tf from '../../../engine/tf';
import { withDefaults, type ParamValues } from '../../document/params';
import type { PortOf, PortValues } from '../../document/ports';
import { createCase } from '../../harness/block-case';
import { harnessContext } from '../../harness/context';
import { spread } from '../../harness/objective';
import { runCase } from '../../harness/run-case';
import { numbers, ROWS } from '../../harness/rows';
import { packedCase } from '../../harness/twin-case';
import { composeCases } from '../../torch/compose';
import { unpack, type Packed } from '../../torch/packed';
import { findTorch, runPython } from '../../torch/run-python';
import match from '../match/block';
import matchForward from '../match/forward';
import block, { MOST_PRODUCT } from './block';
import forward from './forward';

beforeAll(openCpu);
type Factors = Partial<ParamValues<typeof block.params>>;
type Pairing = PortOf<'pairing'>;
const [USERS, ITEMS, K] = [6, 30, 3];
const none = { table: () => undefined };
const context = () => harnessContext({ training: false });

/** A match as its block gives it. */
function head(stream: number, width: number, params: { score: 'cosine' | 'inner'; temperature: number }) {
  const type = { kind: 'vector', width, parts: [] } as const;
  const { pairing } = matchForward(
    {
      user: { type, values: tf.tensor2d(spread(USERS, width, stream)) },
      item: { type, values: tf.tensor2d(spread(ITEMS, width, stream + 1)) },
    },
    {},
    withDefaults(match.params, params),
    context(),
  );
  return { type: { kind: 'pairing', width, rule: 'dot' } as Pairing, ...pairing };
}
/** One of several interests, of which some users have all and others two. */
function severalInterests(stream: number, width: number) {
  const vectors = tf.tensor3d(spread(USERS * K, width, stream).flat(), [USERS, K, width]);
  const active = tf.tensor2d(Array.from({ length: USERS }, (_, u) => [1, 1, u % 2]));
  const type = { kind: 'pairing', width, rule: 'label-aware', count: K } as Pairing;
  const pairing = { item: tf.tensor2d(spread(ITEMS, width, stream + 1)), scale: tf.tensor1d([2]) };
  return { type, ...pairing, user: tf.zeros([USERS, width]) as tf.Tensor2D, interests: vectors, active };
}

/** [users][items] as what serves computes them: scale x <u, v>, or its maximum over the active interests. */
async function served({ user, item, scale, interests, active }: PortValues['pairing']): Promise<number[][]> {
  const [factor] = await scale.data();
  if (!interests || !active) {
    const scores = (await tf.matMul(user, item, false, true).array()) as number[][];
    return scores.map((row) => row.map((own) => own * factor!));
  }
  const [vectors, items, there] = [await interests.array(), await item.array(), await active.array()];
  return vectors.map((own, u) =>
    items.map((v) =>
      Math.max(
        ...own.flatMap((x, k) => (there[u]![k] === 0 ? [] : [factor! * x.reduce((sum, y, d) => sum + y * v[d]!, 0)])),
      ),
    ),
  );
}
const joined = (first: ReturnType<typeof head>, second: ReturnType<typeof head>, factors: Factors) =>
  forward({ first, second }, {}, withDefaults(block.params, factors), context()).pairing;

async function expectJoint(
  first: ReturnType<typeof head>,
  second: ReturnType<typeof head>,
  factors: Required<Factors>,
): Promise<void> {
  const [s1, s2] = [await served(first), await served(second)];
  const joint = await served(joined(first, second, factors));
  const wanted = s1.map((row, u) =>
    row.map((own, i) => factors.first * own + factors.second * s2[u]![i]! + factors.product * own * s2[u]![i]!),
  );
  expect(joint.flat()).toHaveLength(USERS * ITEMS);
  expect(relativeError(Float64Array.from(joint.flat()), Float64Array.from(wanted.flat()))).toBeLessThan(1e-5);
}

describe('a served score is a s1 + b s2 + c s1 s2', () => {
  const inner = () => head(0, 5, { score: 'inner', temperature: 0.5 });
  const cosine = () => head(2, 3, { score: 'cosine', temperature: 0.07 });
  it.each<[number, number, number]>([
    [1, 1, 0],
    [0.3, 2, 0],
    [1, -0.5, 0],
    [0, 1, 0],
    [2, 0, 0],
    [1, 1, 1],
    [0.5, 2, -0.3],
    [0, 0, 1],
  ])('for a = %d, b = %d, c = %d, of an inner product and a cosine, each by its scale', (first, second, product) =>
    expectJoint(inner(), cosine(), { first, second, product }),
  );

  it.each<[number, number]>([
    [1, 1],
    [0.2, -3],
  ])('where one match takes the best of several interests: a = %d, b = %d', async (first, second) => {
    await expectJoint(severalInterests(4, 4), cosine(), { first, second, product: 0 });
    await expectJoint(cosine(), severalInterests(4, 4), { first: second, second: first, product: 0 });
  });

  it('and of a joint of joints: three scores', async () => {
    const [one, two, three] = [inner(), cosine(), head(6, 4, { score: 'inner', temperature: 1 })];
    const pair = { ...joined(one, two, { first: 2, second: 0.5 }), type: { ...one.type, width: 8 } };
    const all = await served(joined(pair as typeof one, three, { first: 0.5, second: 3 }));
    const scores = await Promise.all([one, two, three].map(served));
    const wanted = all.map((row, u) =>
      row.map((_, i) => scores[0]![u]![i]! + 0.25 * scores[1]![u]![i]! + 3 * scores[2]![u]![i]!),
    );
    expect(relativeError(Float64Array.from(all.flat()), Float64Array.from(wanted.flat()))).toBeLessThan(1e-5);
  });

  it('with an index that no factor moves, as long as the same of them are 0', async () => {
    const items = async (factors: Factors) => joined(inner(), cosine(), factors).item.array();
    expect(await items({ first: 3, second: -2, product: 0.1 })).toEqual(await items({ product: 5 }));
  });
});

describe('vectors', () => {
  const dot = (width: number): Pairing => ({ kind: 'pairing', width, rule: 'dot' });
  const max = (width: number): Pairing => ({ kind: 'pairing', width, rule: 'label-aware', count: K });
  const infer = (first: Pairing, second: Pairing, factors: Factors) =>
    block.infer({ first, second }, withDefaults(block.params, factors), none);

  it.each<[Pairing, Pairing, Factors, object]>([
    [dot(5), dot(3), {}, { width: 8, rule: 'dot' }],
    [dot(5), dot(3), { first: 0 }, { width: 3, rule: 'dot' }],
    [dot(5), dot(3), { product: 1 }, { width: 23, rule: 'dot' }],
    [dot(32), dot(32), { product: 1 }, { width: 64 + MOST_PRODUCT, rule: 'dot' }],
    [max(5), dot(3), {}, { width: 8, rule: 'label-aware', count: K }],
    [dot(3), max(5), { first: -1 }, { width: 8, rule: 'label-aware', count: K }],
    // What is not served has no maximum to take.
    [max(5), dot(3), { first: 0 }, { width: 3, rule: 'dot' }],
    [max(5), max(3), { second: 0 }, { width: 5, rule: 'label-aware', count: K }],
  ])('%j and %j by %j', (first, second, factors, pairing) =>
    expect(infer(first, second, factors)).toEqual({ pairing: { kind: 'pairing', ...pairing } }),
  );

  it.each<[Pairing, Pairing, Factors, object]>([
    [dot(5), dot(3), { first: 0, second: 0 }, { code: 'serves-nothing' }],
    [dot(33), dot(32), { product: 0.1 }, { code: 'product-too-wide', values: { width: 1056, most: MOST_PRODUCT } }],
    [max(5), dot(3), { product: 1 }, { code: 'product-of-interests', values: { input: 'first' } }],
    [dot(5), max(3), { second: 0, product: 1 }, { code: 'product-of-interests', values: { input: 'second' } }],
    [max(5), max(3), {}, { code: 'two-maxima', field: 'second' }],
    [dot(5), max(3), { second: -1 }, { code: 'negative-maximum', field: 'second' }],
  ])('%j and %j by %j are refused', (first, second, factors, problem) =>
    expect(infer(first, second, factors)).toMatchObject(problem),
  );
});

it('publishes what each score adds for the own items of the rows', async () => {
  const type = { kind: 'pairing', width: 1, rule: 'dot' } as const;
  const one = (scale: number, user: number, item: number) => ({
    type,
    user: tf.tensor2d([[user]]),
    // A sampled item behind the row's own.
    item: tf.tensor2d([[item], [9]]),
    scale: tf.tensor1d([scale]),
  });
  let seen: tf.Tensor | null = null;
  forward(
    { first: one(2, 3, 5), second: one(10, -1, 0.5) },
    {},
    withDefaults(block.params, { first: 0.5, second: -2, product: 1 }),
    harnessContext({ training: true, probed: (_, x) => (seen = x) }),
  );
  // |2 x 3 x 5| / 2, -2 |10 x -1 x .5|, |30 x -5|.
  expect(await seen!.array()).toEqual([[15, -10, 150]]);
});

const python = findTorch();
it.skipIf(!python && !process.env['CI'])('joins interests in PyTorch as it does here', async () => {
  const several = { kind: 'pairing', width: 8, rule: 'label-aware', count: K } as const;
  const cases = [
    { first: 0.5, second: 2 },
    { first: 3, second: -1 },
  ].map((factors) => {
    const params = { ...factors, product: 0 };
    const own = createCase(block, params);
    const inputTypes = { first: several, second: own.inputTypes['second'] } as typeof own.inputTypes;
    const outputs = block.infer(inputTypes as never, withDefaults(block.params, params), none);
    const shape = [ROWS, K, 8];
    return {
      ...own,
      inputTypes,
      node: { ...own.node, inputs: inputTypes, outputs: outputs as typeof own.node.outputs },
      leaves: { ...own.leaves, 'input/first/0/interests': numbers('interests', shape, -1, 1) },
      constants: { 'first/0/active': { data: new Float32Array(ROWS * K).fill(1), shape: [ROWS, K] } },
      cotangents: { ...own.cotangents, 'pairing/interests': numbers('cotangent', [ROWS, K, 16], 0.5, 1.5) },
    };
  });
  const twins = (await runPython(python!, composeCases(['joint-match']), cases.map(packedCase))) as {
    error?: string;
    outputs: Record<string, Packed>;
    gradients: Record<string, Packed>;
  }[];
  for (const [at, own] of cases.entries()) {
    const { outputs, gradients } = await runCase(own);
    expect(twins[at]!.error).toBeUndefined();
    expect(Object.keys(outputs)).toContain('pairing/interests');
    for (const [name, { data }] of Object.entries(outputs))
      expect(relativeError(data, unpack(twins[at]!.outputs[name]!)), name).toBeLessThan(1e-5);
    for (const [name, { data }] of Object.entries(gradients))
      expect(relativeError(data, unpack(twins[at]!.gradients[name]!)), name).toBeLessThan(1e-4);
  }
});
