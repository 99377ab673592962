import { beforeEach, describe, expect, it } from 'vitest';
import { dispatches } from '../../run-kernel';
import { FORMS, numbers, onDevice, relativeError, useForm } from '../../testing';
import * as tf from '../../tf';
import type { Tensor2D } from '../../tf';
import { presentRows } from '../present-rows/present-rows';
import { lstm } from './lstm';

onDevice({ lanes: 'of this machine' });

interface Case {
  rows: number;
  steps: number;
  units: number;
}
const scaled = (count: number, seed: number, by: number): Float32Array => numbers(count, seed).map((x) => by * x);
/** Histories of every length, the newest event last; in every third row every second event is hidden, too. */
const maskOf = ({ rows, steps }: Case): number[] =>
  Array.from({ length: rows * steps }, (_, at) => {
    const [row, t] = [Math.floor(at / steps), at % steps];
    return t >= (row * 3) % (steps + 1) && !(row % 3 === 2 && t % 2 === 1) ? 1 : 0;
  });

interface Given {
  gates: Float32Array;
  recurrent: Float32Array;
  mask: readonly number[];
  dy: Float32Array;
}
const given = (sizes: Case): Given => {
  const { rows, steps, units } = sizes;
  return {
    gates: scaled(rows * steps * 4 * units, 1, 2),
    recurrent: scaled(units * 4 * units, 2, 2 / Math.sqrt(units)),
    mask: maskOf(sizes),
    dy: numbers(rows * steps * units, 3),
  };
};
type Layer = (gates: Tensor2D, recurrent: Tensor2D, mask: Tensor2D) => tf.Tensor;

const knowing: Layer = (gates, recurrent, mask) => lstm(gates, recurrent, mask, presentRows(mask));

async function run({ rows, steps, units }: Case, { gates, recurrent, mask, dy }: Given, layer: Layer = knowing) {
  const results = tf.tidy(() => {
    const { value, grads } = tf.valueAndGrads((x: tf.Tensor, u: tf.Tensor) =>
      layer(x as Tensor2D, u as Tensor2D, tf.tensor2d([...mask], [rows, steps])),
    )(
      [tf.tensor2d(gates, [rows * steps, 4 * units]), tf.tensor2d(recurrent, [units, 4 * units])],
      tf.tensor3d(dy, [rows, steps, units]),
    );
    return [value, ...grads];
  });
  const [states, dGates, dRecurrent] = await Promise.all(results.map(async (x) => Float32Array.from(await x.data())));
  tf.dispose(results);
  return { states: states!, dGates: dGates!, dRecurrent: dRecurrent! };
}

/** The layer in plain operations of tfjs, whose gradients are tfjs's own. */
const plain =
  ({ rows, steps, units }: Case): Layer =>
  (gates, recurrent, mask) => {
    let h: tf.Tensor = tf.zeros([rows, units]);
    let c: tf.Tensor = tf.zeros([rows, units]);
    const all = tf.reshape(gates, [rows, steps, 4 * units]);
    const states = Array.from({ length: steps }, (_, t) => {
      const there = tf.slice(mask, [0, t], [rows, 1]);
      const [i, f, g, o] = tf.split(
        tf.add(
          tf.reshape(tf.slice(all, [0, t, 0], [rows, 1, 4 * units]), [rows, 4 * units]),
          tf.matMul(h as Tensor2D, recurrent),
        ),
        4,
        1,
      );
      const cell = tf.add(tf.mul(tf.sigmoid(f!), c), tf.mul(tf.sigmoid(i!), tf.tanh(g!)));
      const state = tf.mul(tf.sigmoid(o!), tf.tanh(cell));
      c = tf.add(tf.mul(there, cell), tf.mul(tf.sub(1, there), c));
      h = tf.add(tf.mul(there, state), tf.mul(tf.sub(1, there), h));
      return h;
    });
    return tf.stack(states, 1);
  };

describe.each(FORMS)('a layer of long short-term memory, %s', (form) => {
  beforeEach(() => useForm(form));

  it.each<Case>([
    { rows: 11, steps: 5, units: 8 },
    { rows: 9, steps: 7, units: 32 },
    { rows: 3, steps: 50, units: 24 },
    { rows: 5, steps: 4, units: 5 },
    { rows: 1, steps: 1, units: 1 },
    { rows: 2, steps: 2, units: 256 },
  ])(
    'of $rows rows, $steps steps and $units units, and its gradients, are those of loops and of plain operations',
    async (sizes) => {
      const fused = await run(sizes, given(sizes));
      await tf.setBackend('cpu');
      const loops = await run(sizes, given(sizes));
      const composed = await run(sizes, given(sizes), plain(sizes));
      await tf.setBackend('webgpu');
      for (const name of ['states', 'dGates', 'dRecurrent'] as const) {
        expect(relativeError(loops[name], composed[name]), `loops: ${name}`).toBeLessThan(2e-5);
        expect(relativeError(fused[name], composed[name]), `fused: ${name}`).toBeLessThan(2e-5);
      }
    },
  );

  // One unit, logits 0 of i, f and o, ln 3 of g, which is tanh(ln 3) = 0.8. First c = 0.4, h = tanh(0.4) / 2; then, U
  // being 0, c = 0.6; a masked step between changes nothing.
  it('opens its gates as by hand, and waits where it is masked', async () => {
    const sizes = { rows: 1, steps: 4, units: 1 };
    const gates = Float32Array.from([0, 1, 2, 3].flatMap(() => [0, 0, Math.log(3), 0]));
    const { states } = await run(sizes, {
      gates,
      recurrent: new Float32Array(4),
      mask: [0, 1, 0, 1],
      dy: new Float32Array(4),
    });
    const [first, second] = [Math.tanh(0.4) / 2, Math.tanh(0.6) / 2];
    [0, first, first, second].forEach((h, t) => expect(states[t]).toBeCloseTo(h, 6));
  });

  it('keeps rows apart: the bits of a row are the same whatever the others hold', async () => {
    const sizes = { rows: 10, steps: 6, units: 16 };
    const before = await run(sizes, given(sizes));
    const changed = given(sizes);
    const [kept, perRow] = [3, { gates: 6 * 64, dy: 6 * 16 }];
    for (const name of ['gates', 'dy'] as const)
      changed[name] = changed[name].map((x, at) => (Math.floor(at / perRow[name]) === kept ? x : 3 - 2 * x));
    const after = await run(sizes, changed);
    const of = ({ states, dGates }: { states: Float32Array; dGates: Float32Array }) => [
      states.subarray(kept * perRow.dy, (kept + 1) * perRow.dy),
      dGates.subarray(kept * perRow.gates, (kept + 1) * perRow.gates),
    ];
    expect(of(after)).toEqual(of(before));
    expect(after.states).not.toEqual(before.states);
  });

  it('hands masked steps no gradient, and rows without events a state of zero', async () => {
    const sizes = { rows: 7, steps: 6, units: 8 };
    const { mask } = given(sizes);
    const { states, dGates } = await run(sizes, given(sizes));
    dGates.forEach((x, at) => {
      if (mask[Math.floor(at / 32)] === 0) expect(x).toBe(0);
    });
    // Row 2 begins at its last column, which is hidden: no event is left.
    expect(mask.slice(12, 18)).toEqual([0, 0, 0, 0, 0, 0]);
    expect([...states.subarray(12 * 8, 18 * 8)]).toEqual(Array(48).fill(0));
  });

  it('costs one dispatch, and two for both gradients', async () => {
    const sizes = { rows: 4, steps: 9, units: 8 };
    const { gates, recurrent, mask } = given(sizes);
    const [x, u, m] = [tf.tensor2d(gates, [36, 32]), tf.tensor2d(recurrent, [8, 32]), tf.tensor2d([...mask], [4, 9])];
    const count = (work: () => tf.Tensor | tf.Tensor[]): number => {
      const before = dispatches.count;
      tf.dispose(tf.tidy(work));
      return dispatches.count - before;
    };
    const forward = count(() => lstm(x, u, m));
    const both = count(() =>
      tf.grads((a: tf.Tensor, b: tf.Tensor) => lstm(a as Tensor2D, b as Tensor2D, m))([x, u], tf.ones([4, 9, 8])),
    );
    const ones = count(() => tf.ones([4, 9, 8]));
    expect([forward, both - ones]).toEqual([1, 3]);
    tf.dispose([x, u, m]);
  });
});

it('refuses shapes that do not fit', () => {
  expect(() => lstm(tf.zeros([6, 8]), tf.zeros([2, 8]), tf.zeros([2, 4]))).toThrow(
    'lstm: gates [6,8], recurrent [2,8] and mask [2,4] were given; [R x T, 4 H], [H, 4 H] and [R, T] with H up to 256 are needed',
  );
});
