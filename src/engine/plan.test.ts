import { describe, expect, it } from 'vitest';
import { counterUniform } from './kernels/counter-uniform/counter-uniform';
import { uniforms } from './kernels/counter-uniform/reference';
import { Plan } from './plan';
import { Ring } from './ring';
import { dispatches } from './run-kernel';
import { Storage } from './storage';
import { numbers, onDevice, relativeError } from './testing';
import * as tf from './tf';

onDevice();

describe('a recorded step', () => {
  it('replayed with new inputs equals the eager step, constants and reused buffers included', async () => {
    const input = Storage.create('input', [20, 8], 'float32');
    const ring = new Ring('test', 1, 16);
    // Scalars are uploaded as constants, and several tensors of equal size follow each other through the same buffers.
    const value = (): tf.Scalar =>
      tf.tidy(() => {
        const x = tf.reshape(input.tensor, [20, 8]) as tf.Tensor2D;
        const loss = (y: tf.Tensor) =>
          tf.mean<tf.Scalar>(tf.tanh(tf.add(tf.mul(tf.matMul(y as tf.Tensor2D, x, false, true), 0.5), 0.25)));
        const { value: v, grads } = tf.valueAndGrads(loss)([x]);
        return tf.add<tf.Scalar>(v, tf.mul(tf.sum(tf.square(grads[0]!)), 3));
      });
    const step = () => {
      const result = value();
      ring.push([result]);
      result.dispose();
    };
    const batches = [1, 2, 3].map((seed) => numbers(160, seed));
    const eager: number[] = [];
    for (const batch of batches) {
      input.write(batch);
      const result = value();
      eager.push((await result.data())[0] ?? Number.NaN);
      result.dispose();
    }
    const before = tf.memory().numTensors;
    input.write(batches[0]!);
    const plan = Plan.record(step);
    // Somebody else's tensors between two replays must survive them.
    const other = tf.tidy(() => tf.mul(tf.tensor2d(numbers(160, 9), [20, 8]), 2));
    const kept = (await other.data()).slice();
    for (const batch of batches.slice(1)) {
      input.write(batch);
      plan.replay();
      ring.notePush();
    }
    const { rows } = await ring.take();
    expect(rows.map(([x]) => x)).toEqual(eager);
    const again = tf.mul(other, 1);
    expect(await again.data()).toEqual(kept);
    again.dispose();
    other.dispose();
    expect(tf.memory().numTensors).toBe(before);
    plan.dispose();
    ring.dispose();
    input.dispose();
  });

  it('draws new counter-based numbers at every replay, those of the plain loop', async () => {
    const step = Storage.create('step', [1], 'int32', Uint32Array.of(3));
    const ring = new Ring('draws', 1, 8);
    const plan = Plan.record(() => tf.tidy(() => ring.push([counterUniform([1], { stream: 77, seed: 5, step })])));
    step.write(Uint32Array.of(4));
    plan.replay();
    ring.notePush();
    const { rows } = await ring.take();
    expect(rows.map(([x]) => x)).toEqual([uniforms(5, 3, 77, 1)[0], uniforms(5, 4, 77, 1)[0]]);
    expect(rows[0]).not.toEqual(rows[1]);
    plan.dispose();
  });

  it('counts its dispatches and refuses to read back', () => {
    const x = tf.tensor1d([1, 2, 3]);
    const plan = Plan.record(() =>
      tf.tidy(() => {
        tf.sum(tf.square(x));
      }),
    );
    const before = dispatches.count;
    plan.replay();
    expect(dispatches.count - before).toBe(plan.dispatches);
    expect(plan.dispatches).toBeGreaterThan(1);
    x.dispose();
    const y = tf.tensor1d([1, 2, 3]);
    expect(() =>
      Plan.record(() => {
        y.data().catch(() => undefined);
      }),
    ).not.toThrow(); // not on the device yet: nothing to read back
    expect(() =>
      Plan.record(() =>
        tf.tidy(() => {
          tf.square(y)
            .data()
            .catch(() => undefined);
        }),
      ),
    ).toThrow('the step itself cannot be recorded: it reads back from the GPU');
    expect(() =>
      Plan.record(() => {
        tf.square(y);
      }),
    ).toThrow('a recorded step must leave no tensor behind; 12 bytes are still in use');
  });
});

describe('a step that cannot be recorded', () => {
  it('is refused by the name of the operation', () => {
    const x = tf.tensor2d(numbers(6, 1), [2, 3]);
    const squares = () => tf.square(x);
    expect(() =>
      Plan.record(() =>
        tf.tidy(() => {
          squares().dataSync();
        }),
      ),
    ).toThrow('the step itself cannot be recorded: it reads on the host what is on the GPU, and would freeze it');
    expect(() =>
      Plan.record(() =>
        tf.tidy(() => {
          tf.sparse.sparseSegmentSum(
            squares(),
            tf.tensor1d([0, 1], 'int32'),
            tf.cast(tf.sum(tf.zerosLike(squares()), 1), 'int32'),
          );
        }),
      ),
    ).toThrow('SparseSegmentSum cannot be recorded: it reads on the host');
    expect(() =>
      Plan.record(() =>
        tf.tidy(() => {
          tf.add(squares(), tf.randomUniform([2, 3]));
        }),
      ),
    ).toThrow('the step itself cannot be recorded: it draws random numbers in JavaScript');
    // Whatever was refused, tfjs works on, and the next recording too.
    expect(() =>
      tf.tidy(() => {
        tf.square(tf.randomUniform([2, 3]));
      }),
    ).not.toThrow();
    const plan = Plan.record(() =>
      tf.tidy(() => {
        squares();
      }),
    );
    expect(plan.dispatches).toBe(1);
    plan.dispose();
    x.dispose();
  });
});

it('a plan keeps little more than what was live at one time', () => {
  const x = tf.tensor2d(numbers(256 * 64, 1), [256, 64]);
  const weights = [64, 128, 64, 96].map((columns, i, all) =>
    tf.tensor2d(numbers((i ? all[i - 1]! : 64) * columns, i), [i ? all[i - 1]! : 64, columns]),
  );
  const plan = Plan.record(() =>
    tf.tidy(() => {
      const loss = (...w: tf.Tensor[]) =>
        tf.mean<tf.Scalar>(
          w.reduce<tf.Tensor>((y, weight) => tf.tanh(tf.matMul(y as tf.Tensor2D, weight as tf.Tensor2D)), x),
        );
      tf.grads(loss)(weights);
    }),
  );
  const { retained, peak } = plan.memory;
  expect(peak).toBeGreaterThan(256 * 64 * 4);
  expect(retained).toBeLessThan(1.5 * peak);
  plan.dispose();
  tf.dispose([x, weights]);
});

it('a plan beside another uses its buffers, and both go on giving what they give alone, whichever is given back first', async () => {
  for (const first of ['a', 'b'] as const) {
    const x = Storage.create('x', [128, 64], 'float32', numbers(128 * 64, 1));
    // Of the device from the beginning: what is uploaded in a recording is the plan's.
    const held = Storage.create('weight', [64, 64], 'float32', numbers(64 * 64, 2));
    const weight = held.tensor as tf.Tensor2D;
    const [out, more] = [Storage.create('out', [128, 64], 'float32'), Storage.create('more', [128, 64], 'float32')];
    const deep = (layers: number): tf.Tensor2D => {
      let y = x.tensor as tf.Tensor2D;
      for (let i = 0; i < layers; i++) y = tf.tanh(tf.matMul(y, weight));
      return y;
    };
    const step = (isMore: boolean) => () =>
      tf.tidy(() => {
        out.copyFrom(deep(5));
        if (isMore) more.copyFrom(tf.mul(deep(3), 2));
      });
    const a = Plan.record(step(false));
    const alone = Plan.record(step(true));
    const b = Plan.record(step(true), a);
    expect(a.memory.retained + b.memory.retained).toBeLessThan(1.05 * alone.memory.retained);
    alone.dispose();
    for (const seed of [3, 4]) {
      x.write(numbers(128 * 64, seed));
      const expected = tf.tidy(() => [deep(5), tf.mul(deep(3), 2)]);
      for (const plan of [a, b, a]) {
        plan.replay();
        expect(await out.read()).toEqual(await expected[0]!.data());
      }
      expect(await more.read()).toEqual(await expected[1]!.data());
      tf.dispose(expected);
    }
    const [gone, left] = first === 'a' ? [a, b] : [b, a];
    gone.dispose();
    out.write(new Float32Array(128 * 64));
    left.replay();
    expect((await out.read()).some((value) => value !== 0)).toBe(true);
    left.dispose();
    for (const storage of [x, held, out, more]) storage.dispose();
  }
});

it('uniform numbers on the device equal the plain loop, two shapes in a row', async () => {
  const step = Storage.create('step', [1], 'int32', Uint32Array.of(12));
  for (const shape of [
    [5, 3],
    [100, 7],
  ]) {
    const drawn = counterUniform(shape, { stream: 0xdeadbeef, seed: 0xffffffff, step });
    expect(await drawn.data()).toEqual(uniforms(0xffffffff, 12, 0xdeadbeef, shape[0]! * shape[1]!));
    drawn.dispose();
  }
  expect(relativeError([1], [1])).toBe(0);
});
