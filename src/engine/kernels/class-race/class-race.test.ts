import { describe, expect, it } from 'vitest';
import { openCpu } from '../../device';
import { numbers, onDevice } from '../../testing';
import * as tf from '../../tf';
import { uniforms } from '../counter-uniform/reference';
import { NEVER, NO_COLUMN } from '../paired-scores/reference';
import { highestColumns } from '../paired-scores/columns';
import { raceKeys } from './class-race';

const ROWS = 37;
const widths = [3, 2, 2];
const WIDTH = 7;
const SCALE = 2.5;
const vectors = () => ({
  user: tf.tensor2d(numbers(ROWS * WIDTH, 1), [ROWS, WIDTH]),
  // Rows of sampled items stand behind.
  item: tf.tensor2d(numbers((ROWS + 4) * WIDTH, 2), [ROWS + 4, WIDTH]),
  scale: tf.tensor1d([SCALE]),
  widths,
});
const entries = numbers(ROWS * ROWS, 3);
const draws = (stream: number) => uniforms(5, 0, stream, ROWS * ROWS);

/** P(first class) of a pair. */
function chance(i: number, j: number): number {
  const [u, v] = [numbers(ROWS * WIDTH, 1), numbers((ROWS + 4) * WIDTH, 2)];
  let first = 0;
  const logits = widths.map((width) => {
    let sum = 0;
    for (let d = first; d < first + width; d++) sum += u[i * WIDTH + d]! * v[j * WIDTH + d]!;
    first += width;
    return Math.exp(SCALE * sum);
  });
  return logits[0]! / logits.reduce((a, b) => a + b, 0);
}

function races(): void {
  it('gives a pair the logarithm of its chance and a Gumbel draw, and NEVER to those that take no part', async () => {
    const uniform = draws(1);
    uniform[3] = 0;
    const keys = tf.tidy(() =>
      raceKeys(
        vectors(),
        { values: tf.tensor2d(entries, [ROWS, ROWS]), below: 0.2 },
        tf.tensor2d(uniform, [ROWS, ROWS]),
      ),
    );
    const found = await keys.data();
    keys.dispose();
    let out = 0;
    found.forEach((key, at) => {
      if (entries[at]! >= Math.fround(0.2)) {
        expect(key).toBe(Math.fround(NEVER));
        out++;
        return;
      }
      const gumbel = -Math.log(-Math.log(Math.max(uniform[at]!, 2 ** -25)));
      expect(key).toBeCloseTo(Math.log(chance(Math.floor(at / ROWS), at % ROWS)) + gumbel, 3);
    });
    expect(out).toBeGreaterThan(100);
    expect(out).toBeLessThan(ROWS * ROWS - 100);
  });

  it('draws the pairs of a row in proportion to their chances, and none that takes no part', async () => {
    const times = 400;
    const counts = new Float64Array(ROWS);
    for (let stream = 0; stream < times; stream++) {
      const found = tf.tidy(() => {
        const keys = raceKeys(
          vectors(),
          { values: tf.tensor2d(entries, [ROWS, ROWS]), below: 0.2 },
          tf.tensor2d(draws(stream), [ROWS, ROWS]),
        );
        const masks = { hits: tf.tensor1d([0], 'int32'), kinds: 0, realColumn: tf.ones([ROWS]) as tf.Tensor1D };
        return highestColumns(keys, masks, 1).columns;
      });
      const columns = await found.data();
      found.dispose();
      expect(columns[0]).toBe(0);
      counts[columns[1]!]!++;
    }
    const takes = Array.from({ length: ROWS }, (_, j) => j).filter((j) => j > 0 && entries[j]! < Math.fround(0.2));
    const total = takes.reduce((sum, j) => sum + chance(0, j), 0);
    expect(takes.reduce((sum, j) => sum + counts[j]!, 0)).toBe(times);
    // Five standard deviations.
    for (const j of takes) {
      const share = chance(0, j) / total;
      expect(Math.abs(counts[j]! - times * share)).toBeLessThan(5 * Math.sqrt(times * share) + 1);
    }
    expect(Math.max(...takes.map((j) => chance(0, j))) / Math.min(...takes.map((j) => chance(0, j)))).toBeGreaterThan(
      5,
    );
  });

  it('leaves a place empty where too few take part', async () => {
    const found = tf.tidy(
      () =>
        highestColumns(
          tf.tensor2d([NEVER, 1, NEVER, NEVER, NEVER, NEVER, 2, 3, NEVER], [3, 3]),
          { hits: tf.tensor1d([0], 'int32'), kinds: 0, realColumn: tf.ones([3]) as tf.Tensor1D },
          2,
        ) as { columns: tf.Tensor2D; there: tf.Tensor2D },
    );
    expect(await found.columns.array()).toEqual([
      [0, 1, NO_COLUMN],
      [1, NO_COLUMN, NO_COLUMN],
      [2, 1, 0],
    ]);
    expect(await found.there.array()).toEqual([
      [1, 0],
      [0, 0],
      [1, 1],
    ]);
    tf.dispose(found);
  });
}

describe('the race of a class', () => {
  onDevice();
  races();
});

describe('the race of a class in plain loops', () => {
  it('opens the CPU path', openCpu);
  races();
});
