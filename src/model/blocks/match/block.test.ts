import { beforeAll, describe, expect, it } from 'vitest';
import { openCpu } from '../../../engine/device';
import * as tf from '../../../engine/tf';
import { withDefaults } from '../../document/params';
import { harnessContext } from '../../harness/context';
import match from './block';
import forward from './forward';

beforeAll(openCpu);
const type = { kind: 'vector', width: 2, parts: [] } as const;

function pairing(params: { score?: 'cosine' | 'inner'; temperature?: number }, logScale?: tf.Tensor) {
  const inputs = { user: { type, values: tf.tensor2d([[3, 4]]) }, item: { type, values: tf.tensor2d([[10, 0]]) } };
  const full = {
    score: 'cosine' as const,
    temperature: 0.5,
    learnTemperature: logScale !== undefined,
    coefficients: 'none' as const,
    ...params,
  };
  return forward(inputs, logScale ? { logScale } : {}, full, harnessContext({ training: true })).pairing;
}
const score = async (given: ReturnType<typeof pairing>) =>
  (await tf.sum(tf.mul(tf.mul(given.user, given.item), given.scale)).data())[0];

describe('match', () => {
  it('scores by cosine over temperature: .6 / .5', async () => expect(await score(pairing({}))).toBeCloseTo(1.2, 5));
  it('scores by inner product over temperature: 30 / .5', async () =>
    expect(await score(pairing({ score: 'inner' }))).toBeCloseTo(60, 4));

  it('starts the learnt temperature at the given one', async () => {
    const { logScale } = match.weights(
      { user: type, item: type },
      withDefaults(match.params, { learnTemperature: true }),
    );
    expect(logScale?.init).toEqual({ kind: 'constant', value: -Math.log(0.07) });
    expect((await pairing({}, tf.tensor1d([-Math.log(0.07)])).scale.data())[0]).toBeCloseTo(1 / 0.07, 4);
  });

  it('bounds the learnt scale by 200 and lets it come back', async () => {
    const { value, grad } = tf.valueAndGrad((logScale: tf.Tensor) => pairing({}, logScale).scale)(tf.tensor1d([9]));
    expect((await value.data())[0]).toBeCloseTo(200, 2);
    expect((await grad.data())[0]).toBeCloseTo(200, 2);
  });

  it('refuses towers of different width', () => {
    expect(
      match.infer({ user: type, item: { ...type, width: 3 } }, withDefaults(match.params, {}), {
        table: () => undefined,
      }),
    ).toMatchObject({ code: 'width-mismatch', field: 'item', values: { left: 2, right: 3 } });
  });
});
