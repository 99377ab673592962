import { describe, expect, it } from 'vitest';
import { lookUp } from './embedding/lookup';
import { keptLookup, oneSlotEach } from './embedding/testing';
import { Plan } from './plan';
import { Ring } from './ring';
import { Storage } from './storage';
import { numbers, onDevice } from './testing';
import * as tf from './tf';

onDevice();

/**
 * Two matrices and a vector in one buffer, each where a binding may begin, with numbers between them that nobody may
 * read.
 */
function views() {
  const flat = Storage.create('flat', [256], 'float32', new Float32Array(256).fill(1e6));
  const shapes = { a: [6, 8], b: [8, 4], c: [4] } as const;
  const values = { a: numbers(48, 1), b: numbers(32, 2), c: numbers(4, 3) };
  const part = (name: keyof typeof shapes, first: number) => {
    const view = flat.view(name, first, shapes[name]);
    view.write(values[name]);
    return view;
  };
  return { flat, values, a: part('a', 0), b: part('b', 64), c: part('c', 192) };
}

/** A product, broadcasts, reductions, slices and their gradients: what tfjs binds in many ways. */
const compute = (a: tf.Tensor, b: tf.Tensor, c: tf.Tensor): tf.Tensor[] => {
  const f = (x: tf.Tensor, y: tf.Tensor, z: tf.Tensor) =>
    tf.sum<tf.Scalar>(
      tf.mul(tf.tanh(tf.add(tf.matMul(x as tf.Tensor2D, y as tf.Tensor2D), z)), tf.slice(y, [0, 0], [6, 4])),
    );
  const { value, grads } = tf.valueAndGrads(f)([a, b, c]);
  return [
    value,
    ...grads,
    tf.concat([tf.reshape(a, [-1]), c]),
    tf.max(tf.transpose(a), 1),
    c.clone(),
    tf.softmax(b as tf.Tensor2D),
  ];
};

describe('a view of a buffer', () => {
  it('gives tfjs the numbers a tensor of its own gives it, gradients included', async () => {
    const { flat, values, a, b, c } = views();
    const own = [tf.tensor2d(values.a, [6, 8]), tf.tensor2d(values.b, [8, 4]), tf.tensor1d(values.c)] as const;
    const got = tf.tidy(() => compute(a.tensor, b.tensor, c.tensor));
    const expected = tf.tidy(() => compute(...own));
    for (const [i, tensor] of got.entries())
      expect(await tensor.data(), `result ${i}`).toEqual(await expected[i]!.data());
    tf.dispose([...got, ...expected, ...own]);
    for (const storage of [a, b, c, flat]) storage.dispose();
  });

  it('gives our kernels its part of the buffer', async () => {
    const { flat, values, b } = views();
    const { lookup, dispose } = keptLookup(b, 4, [oneSlotEach([7, 0, 7])]);
    const rows = Storage.create('rows', [3, 4], 'float32');
    lookUp(lookup, rows.tensor);
    expect(await rows.read()).toEqual(
      Float32Array.of(...values.b.subarray(28), ...values.b.subarray(0, 4), ...values.b.subarray(28)),
    );
    dispose();
    for (const storage of [rows, b, flat]) storage.dispose();
  });

  it('is read and written alone, and what tfjs reads of it is of the moment', async () => {
    const { flat, values, a, b } = views();
    expect(await b.read()).toEqual(values.b);
    expect(await b.tensor.data()).toEqual(values.b);
    const next = numbers(32, 9);
    b.write(next);
    expect(await b.tensor.data()).toEqual(next);
    expect(await a.read()).toEqual(values.a);
    const whole = await flat.read();
    expect(whole.subarray(64, 96)).toEqual(next);
    expect(whole.subarray(96, 192).every((x) => x === 1e6)).toBe(true);
    for (const storage of [a, b, flat]) storage.dispose();
  });

  it('is bound in a recorded step, which reads what lies in it at each replay', async () => {
    const { flat, values, a, b, c } = views();
    const ring = new Ring('losses', 1, 8);
    const step = () =>
      tf.tidy(() =>
        ring.push([
          compute(a.tensor, b.tensor, c.tensor)
            .slice(0, 4)
            .map((x) => tf.sum<tf.Scalar>(x))
            .reduce((x, y) => tf.add(x, y)),
        ]),
      );
    const plan = Plan.record(step);
    b.write(numbers(32, 5));
    plan.replay();
    ring.notePush();
    b.write(values.b);
    plan.replay();
    ring.notePush();
    const {
      rows: [first, second, third],
    } = await ring.take();
    const own = [tf.tensor2d(values.a, [6, 8]), tf.tensor2d(numbers(32, 5), [8, 4]), tf.tensor1d(values.c)] as const;
    const eager = tf.tidy(() =>
      compute(...own)
        .slice(0, 4)
        .map((x) => tf.sum<tf.Scalar>(x))
        .reduce((x, y) => tf.add(x, y)),
    );
    expect([...(await eager.data())]).toEqual([...second!]);
    expect(third).toEqual(first);
    expect(second).not.toEqual(first);
    plan.dispose();
    ring.dispose();
    tf.dispose([eager, ...own]);
    for (const storage of [a, b, c, flat]) storage.dispose();
  });

  it('can end before its parent: its end is not the end of the parent', async () => {
    const flat = Storage.create('flat', [128], 'float32', numbers(128, 1));
    flat.view('part', 64, [64]).dispose();
    expect(await flat.read()).toEqual(numbers(128, 1));
    flat.dispose();
  });

  it('begins where a binding may begin, and ends inside its parent', () => {
    const flat = Storage.create('flat', [128], 'float32');
    expect(() => flat.view('part', 4, [4])).toThrow('a view begins at a multiple of 256 bytes, not at 16');
    expect(() => flat.view('part', 64, [65])).toThrow('part: numbers 64 to 129 of the 128 of flat');
    flat.dispose();
  });
});
