import { describe, expect, it } from 'vitest';
import { numbers, onDevice, relativeError } from '../../testing';
import * as tf from '../../tf';
import { selfAttention } from './self-attention';

onDevice();

interface Case {
  rows: number;
  tokens: number;
  heads: number;
  size: number;
  causal?: boolean;
}

/** Rows of every length, 0 included; masked tokens hold numbers all the same. */
const maskOf = ({ rows, tokens }: Case): number[] =>
  Array.from({ length: rows * tokens }, (_, at) =>
    at % tokens < (Math.floor(at / tokens) * 3) % (tokens + 1) ? 1 : 0,
  );

async function run(
  given: Case,
  mask = maskOf(given),
  qkv: Float32Array = numbers(given.rows * given.tokens * 3 * given.heads * given.size, 3).map((u) => 2 * u),
) {
  const { rows, tokens, heads, size, causal = false } = given;
  const tensors = tf.tidy(() => {
    const dy = tf.tensor2d(numbers(rows * tokens * heads * size, 5), [rows * tokens, heads * size]);
    const { value, grad } = tf.valueAndGrad((x: tf.Tensor2D) =>
      selfAttention(x, tf.tensor2d(mask, [rows, tokens]), heads, { causal }),
    )(tf.tensor2d(qkv, [rows * tokens, 3 * heads * size]), dy);
    return [value, grad];
  });
  const [value, slope] = await Promise.all(tensors.map(async (x) => Float32Array.from(await x.data())));
  tf.dispose(tensors);
  return { value: value!, slope: slope! };
}

describe('self-attention', () => {
  it.each<Case>([
    { rows: 9, tokens: 5, heads: 2, size: 4 },
    { rows: 3, tokens: 7, heads: 3, size: 3 },
    { rows: 33, tokens: 16, heads: 4, size: 16 },
    { rows: 2, tokens: 1, heads: 1, size: 1 },
    { rows: 9, tokens: 5, heads: 2, size: 4, causal: true },
    { rows: 3, tokens: 7, heads: 3, size: 3, causal: true },
    { rows: 17, tokens: 12, heads: 1, size: 16, causal: true },
  ])(
    'of $rows rows, $tokens tokens, $heads heads of $size, causal $causal, and its gradient are those of plain operations',
    async (given) => {
      const fused = await run(given);
      await tf.setBackend('cpu');
      const plain = await run(given);
      await tf.setBackend('webgpu');
      expect(plain.value.some((x) => x !== 0)).toBe(true);
      expect(relativeError(fused.value, plain.value)).toBeLessThan(1e-5);
      expect(relativeError(fused.slope, plain.slope)).toBeLessThan(1e-5);
    },
  );

  // Two tokens, one head of one number: the query 1 sees keys 0 and ln 3, and values 10 and 20.
  it('weighs values by the softmax of its products, as by hand', async () => {
    const { value } = await run(
      { rows: 1, tokens: 2, heads: 1, size: 1 },
      [1, 1],
      Float32Array.of(1, 0, 10, 0, Math.log(3), 20),
    );
    expect([...value].map((x) => Math.round(x * 1e4) / 1e4)).toEqual([17.5, 15]);
  });

  // The first query sees its own value alone, the second both as above.
  it('sees nothing of what comes later where it is causal, as by hand', async () => {
    const { value } = await run(
      { rows: 1, tokens: 2, heads: 1, size: 1, causal: true },
      [1, 1],
      Float32Array.of(1, 0, 10, 1, Math.log(3), 20),
    );
    expect([...value].map((x) => Math.round(x * 1e4) / 1e4)).toEqual([10, 17.5]);
  });

  it('sees nothing of masked tokens, gives zero for them, and hands them no gradient', async () => {
    const given = { rows: 4, tokens: 6, heads: 2, size: 4 };
    const mask = [0, 1, 1, 0, 1, 0, ...Array<number>(6).fill(0), ...Array<number>(12).fill(1)];
    const qkv = numbers(given.rows * 6 * 24, 3);
    const changed = qkv.map((x, at) => (mask[Math.floor(at / 24)] === 0 ? 40 * x + 7 : x));
    const [before, after] = [await run(given, mask, qkv), await run(given, mask, changed)];
    expect(after.value).toEqual(before.value);
    before.value.forEach((x, at) => {
      if (mask[Math.floor(at / 8)] === 0) expect(x).toBe(0);
    });
    after.slope.forEach((x, at) => {
      if (mask[Math.floor(at / 24)] === 0) expect(x).toBe(0);
    });
  });
});
