import { beforeAll, describe, expect, it } from 'vitest';
import { openCpu } from '../../../engine/device';
import * as tf from '../../../engine/tf';
import { withDefaults } from '../../document/params';
import { harnessContext } from '../../harness/context';
import { spread } from '../../harness/objective';
import block from './block';
import { classWidths } from './class-widths';
import forward from './forward';

beforeAll(openCpu);
const [USERS, ITEMS, WIDTH] = [5, 40, 11];
const widths = classWidths(WIDTH);
const type = { kind: 'vector', width: WIDTH, parts: [] } as const;

/** [users][items][classes] probabilities, and the served scores of the same pairs. */
function scored(params: Partial<{ score: 'cosine' | 'inner'; against: 'bad' | 'either' | 'no-click' }>) {
  return tf.tidy(() => {
    const { pairing, classes } = forward(
      {
        user: { type, values: tf.tensor2d(spread(USERS, WIDTH, 0)) },
        item: { type, values: tf.tensor2d(spread(ITEMS, WIDTH, 1)) },
      },
      {},
      withDefaults(block.params, { temperature: 0.3, ...params }),
      harnessContext({ training: false }),
    );
    const parts = (x: tf.Tensor2D) => tf.split<tf.Tensor2D>(x, widths, 1);
    const items = parts(classes.item);
    const logits = parts(classes.user).map((user, c) =>
      tf.mul(tf.matMul(user, items[c]!, false, true), classes.scale).arraySync(),
    ) as number[][][];
    const served = tf.mul(tf.matMul(pairing.user, pairing.item, false, true), pairing.scale).arraySync() as number[][];
    const chances = served.map((row, u) =>
      row.map((_, i) => {
        const weights = logits.map((own) => Math.exp(own[u]![i]!));
        return weights.map((weight) => weight / weights.reduce((a, b) => a + b));
      }),
    );
    return { logits, served, chances };
  });
}

const orderOf = (scores: number[]): number[] => [...scores.keys()].sort((a, b) => scores[b]! - scores[a]!);

describe.each(['cosine', 'inner'] as const)('odds by %s', (score) => {
  it('serves log P(click) / P(bad), as one inner product', () => {
    const { served, chances } = scored({ score, against: 'bad' });
    served.forEach((row, u) =>
      row.forEach((own, i) => expect(own).toBeCloseTo(Math.log(chances[u]![i]![0]! / chances[u]![i]![2]!), 4)),
    );
  });

  it('serves log P(click) / P(no click), that of two classes', () => {
    const { served, chances } = scored({ score, against: 'no-click' });
    served.forEach((row, u) =>
      row.forEach((own, i) => expect(own).toBeCloseTo(Math.log(chances[u]![i]![0]! / chances[u]![i]![1]!), 4)),
    );
  });

  it('serves the log of P(click) over the geometric mean of both others', () => {
    const { served, chances } = scored({ score, against: 'either' });
    served.forEach((row, u) =>
      row.forEach((own, i) => {
        const [click, none, bad] = chances[u]![i]! as [number, number, number];
        expect(own).toBeCloseTo(Math.log(click / Math.sqrt(none * bad)), 4);
      }),
    );
  });

  it('trap 28: ranks as those odds do, which the logit of the click alone does not', () => {
    const { served, chances, logits } = scored({ score, against: 'bad' });
    let alike = 0;
    served.forEach((row, u) => {
      expect(orderOf(row)).toEqual(orderOf(chances[u]!.map(([click, , bad]) => click! / bad!)));
      alike += Number(JSON.stringify(orderOf(row)) === JSON.stringify(orderOf(logits[0]![u]!)));
    });
    expect(alike).toBe(0);
  });
});

describe('parts', () => {
  it('are as equal as whole numbers allow', () => {
    expect([3, 4, 5, 6, 96].map(classWidths)).toEqual([
      [1, 1, 1],
      [2, 1, 1],
      [2, 2, 1],
      [2, 2, 2],
      [32, 32, 32],
    ]);
  });

  it.each([
    ['bad', 7],
    ['no-click', 8],
    ['either', 11],
  ] as const)('against %s an index has vectors of %i numbers', (against, width) => {
    const params = withDefaults(block.params, { against });
    const none = { table: () => undefined };
    expect(block.infer({ user: type, item: type }, params, none)).toMatchObject({ pairing: { width, rule: 'dot' } });
    const pair = { ...type, width: 2 };
    expect(block.infer({ user: pair, item: pair }, params, none)).toMatchObject({
      code: 'too-narrow',
      values: { width: 2, least: 3 },
    });
    expect(block.infer({ user: type, item: pair }, params, none)).toMatchObject({ code: 'width-mismatch' });
  });
});
