import { beforeAll, describe, expect, it } from 'vitest';
import { openCpu } from '../../engine/device';
import * as tf from '../../engine/tf';
import { harnessContext } from '../harness/context';
import { pairsOf } from '../harness/objective';
import { withDefaults } from '../document/params';
import { forwardOf } from '../run/forwards';
import { blockById } from '../nodes/registry';

beforeAll(openCpu);

type Objective = 'pair-bce' | 'list-softmax';
interface Lists {
  /** [B][C], the own item first. */
  student: number[][];
  /** Null where there is no teacher; of a candidate, where it gave no score. */
  teacher: (number | null)[][] | null;
  there?: number[][];
  weight?: number[];
}

/** The loss of an objective over lists, and its gradient for the student's scores. */
function lossOf(objective: Objective, { student, teacher, there, weight }: Lists, params: Record<string, number>) {
  const each = student[0]!.length;
  const flat = (rows: readonly number[][]) => tf.tensor1d(rows.flat());
  const ones = student.map((row) => row.map(() => 1));
  let [loss, slope]: [number, number[]] = [Number.NaN, []];
  tf.tidy(() => {
    const context = harnessContext({
      training: true,
      pairs: () => ({
        ...pairsOf(student.length, weight ? { weight } : {}),
        lists: {
          each,
          labels: flat(student.map((row) => row.map((_, place) => Number(place === 0)))),
          there: flat(there ?? ones),
          teacher: teacher && {
            logits: flat(teacher.map((row) => row.map((score) => score ?? 0))),
            scored: flat(teacher.map((row) => row.map((score) => Number(score !== null)))),
          },
        },
      }),
    });
    const { value, grad } = tf.valueAndGrad((scores) => {
      const { loss: output } = forwardOf(objective)(
        { logits: { type: { kind: 'logits' }, values: scores as tf.Tensor2D } } as never,
        {},
        withDefaults(blockById(objective).params, params),
        context,
      );
      return tf.reshape((output as { values: tf.Tensor }).values, []) as tf.Scalar;
    })(tf.tensor2d(student.flat(), [student.length * each, 1]));
    [loss, slope] = [value.dataSync()[0]!, [...grad.dataSync()]];
  });
  return { loss, slope };
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
const softmax = (xs: readonly number[]): number[] => {
  const odds = xs.map(Math.exp);
  return odds.map((one) => one / odds.reduce((a, b) => a + b));
};
const logistic = (z: number, y: number): number => -y * Math.log(sigmoid(z)) - (1 - y) * Math.log(sigmoid(-z));
const entropy = (target: readonly number[], of: readonly number[]): number =>
  -target.reduce((sum, p, at) => sum + p * Math.log(softmax(of)[at]!), 0);

describe('distillation from scores', () => {
  it('by pairs is the logistic loss of the teacher’s probability at a temperature, times its square', () => {
    // One row; the teacher gave 2 to the own item, -1 to the second, and nothing to the third.
    const lists: Lists = { student: [[0.5, 1, -1]], teacher: [[2, -1, null]] };
    const soft = [4 * logistic(0.25, sigmoid(1)), 4 * logistic(0.5, sigmoid(-0.5))];
    const expected = [
      0.7 * logistic(0.5, 1) + 0.3 * soft[0]!,
      0.7 * logistic(1, 0) + 0.3 * soft[1]!,
      logistic(-1, 0),
    ].map((loss) => loss / 3);
    const { loss, slope } = lossOf('pair-bce', lists, { teacherShare: 0.3, temperature: 2 });
    expect(loss).toBeCloseTo(
      expected.reduce((a, b) => a + b),
      5,
    );
    // d/dz of T^2 L(z / T, q) is T (sigmoid(z / T) - q).
    const slopes = [
      0.7 * (sigmoid(0.5) - 1) + 0.3 * 2 * (sigmoid(0.25) - sigmoid(1)),
      0.7 * sigmoid(1) + 0.3 * 2 * (sigmoid(0.5) - sigmoid(-0.5)),
      sigmoid(-1),
    ];
    slope.forEach((one, at) => expect(one).toBeCloseTo(slopes[at]! / 3, 5));
  });

  it('by lists is the cross-entropy of two softmaxes over what the teacher scored, times the temperature’s square', () => {
    // The own item of the first row has no score; of the second row there is one score alone.
    const lists: Lists = {
      student: [
        [0.5, 1, -1],
        [2, 0, 1],
      ],
      teacher: [
        [null, 3, 1],
        [null, 7, null],
      ],
      weight: [1, 3],
    };
    const hard = [entropy([1, 0, 0], [0.5, 1, -1]), entropy([1, 0, 0], [2, 0, 1])];
    const soft = 4 * entropy(softmax([1.5, 0.5]), [0.5, -0.5]);
    const { loss, slope } = lossOf('list-softmax', lists, { teacherShare: 0.4, temperature: 2 });
    expect(loss).toBeCloseTo((0.6 * hard[0]! + 0.4 * soft + 3 * hard[1]!) / 4, 5);
    const [own, second] = [softmax([0.5, 1, -1]), softmax([0.5, -0.5])];
    expect(slope[0]).toBeCloseTo((0.6 * (own[0]! - 1)) / 4, 5);
    expect(slope[1]).toBeCloseTo((0.6 * own[1]! + 0.4 * 2 * (second[0]! - softmax([1.5, 0.5])[0]!)) / 4, 5);
  });

  const drawn: Lists = {
    student: [
      [0.3, -1.7, 0.9],
      [1.1, 0.2, -0.4],
    ],
    teacher: [
      [2, -1, 0.5],
      [0.1, null, 3],
    ],
    there: [
      [1, 1, 1],
      [1, 1, 0],
    ],
    weight: [2, 0.5],
  };
  describe.each(['pair-bce', 'list-softmax'] as const)('%s', (objective) => {
    it('with a share of 0 is what it is without a teacher, to the bit', () => {
      const plain = lossOf(objective, { ...drawn, teacher: null }, {});
      expect(lossOf(objective, drawn, { teacherShare: 0, temperature: 3 })).toEqual(plain);
      expect(lossOf(objective, drawn, { teacherShare: 0.1 }).loss).not.toBe(plain.loss);
    });

    it('keeps the hard label alone where no candidate has a score', () => {
      const plain = lossOf(objective, { ...drawn, teacher: null }, {});
      const unscored = drawn.student.map((row) => row.map(() => null));
      const { loss, slope } = lossOf(objective, { ...drawn, teacher: unscored }, { teacherShare: 1 });
      expect(loss).toBe(plain.loss);
      slope.forEach((one, at) => expect(one).toBeCloseTo(plain.slope[at]!, 7));
    });

    it('with a share of 1 has no gradient left where the student says what the teacher does', () => {
      const { slope } = lossOf(objective, { student: drawn.student, teacher: drawn.student }, { teacherShare: 1 });
      for (const one of slope) expect(Math.abs(one)).toBeLessThan(1e-6);
    });

    it('has about the same gradient at a high temperature as at a higher one', () => {
      const at = (temperature: number) =>
        lossOf(
          objective,
          {
            student: drawn.student,
            teacher: [
              [1, 0, -1],
              [0, 1, 2],
            ],
          },
          { teacherShare: 1, temperature },
        );
      const [warm, hot] = [at(10), at(20)];
      warm.slope.forEach((one, i) => expect(Math.abs(one / hot.slope[i]! - 1)).toBeLessThan(0.1));
    });
  });
});
