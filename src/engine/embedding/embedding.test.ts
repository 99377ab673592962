import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { numbers, onDevice, relativeError } from '../testing';
import { Storage } from '../storage';
import { lookUp, lookupInfo, pooledLookup, type Lookup } from './lookup';
import { touchedRows } from './touched-rows';

onDevice();

const ids = (count: number, rows: number, seed: number): Uint32Array =>
  Uint32Array.from(numbers(count, seed), (x) => Math.floor(((x + 1) / 2) * rows));

interface Case {
  rows: number;
  events: number;
  width: number;
  fields: readonly { slots: number; weighted: boolean }[];
}

/** A lookup over invented words: ids and weights of all fields, with some words between them that belong to nobody. */
function lookupOf({ rows, events, width, fields }: Case) {
  const tableRows = 40;
  const words: number[][] = [[7, 7, 7]];
  let size = 3;
  const put = (values: ArrayLike<number>): number => {
    words.push(Array.from(values));
    size += values.length;
    return size - values.length;
  };
  const bits = (values: Float32Array) => new Uint32Array(values.buffer);
  const shape = {
    rows,
    events,
    width,
    fields: fields.map(({ slots, weighted }, f) => {
      const count = rows * events * slots;
      // A third of the slots is empty.
      const weights = numbers(count, 5 + f).map((x, i) => (i % 3 === 0 ? 0 : x));
      return { slots, ids: put(ids(count, tableRows, 4 + f)), weights: weighted ? put(bits(weights)) : null };
    }),
  };
  const packed = Uint32Array.from(words.flat());
  const info = lookupInfo(shape);
  const lookup: Lookup = {
    ...shape,
    table: Storage.create('table', [tableRows, width], 'float32', numbers(tableRows * width, 3)),
    words: Storage.create('words', [packed.length], 'float32', new Float32Array(packed.buffer)),
    info: Storage.create('info', [info.length], 'int32', info),
  };
  return { lookup, dispose: () => [lookup.table, lookup.words, lookup.info].forEach((storage) => storage.dispose()) };
}

async function run(given: Case) {
  const { lookup, dispose } = lookupOf(given);
  const { rows, events, width, fields } = lookup;
  const across = fields.length * width;
  const shares = numbers(rows * events, 9).map((x, i) => (i % 4 === 0 ? 0 : x));
  const results = tf.tidy(() => {
    const values = Storage.create('values', [rows, events, across], 'float32');
    const leaf = Storage.create('pool', [rows, across], 'float32');
    lookUp(lookup, values.tensor);
    const { value, grads } = tf.valueAndGrads((...[s, l]: tf.Tensor[]) =>
      pooledLookup(lookup, s as tf.Tensor2D, l as tf.Tensor2D),
    )([tf.tensor2d(shares, [rows, events]), leaf.tensor], tf.tensor2d(numbers(rows * across, 8), [rows, across]));
    return [values.tensor, value, ...grads];
  });
  const data = await Promise.all(results.map((tensor) => tensor.data()));
  tf.dispose(results);
  dispose();
  return data.map((values) => Float32Array.from(values));
}

describe('lookup', () => {
  // Several shapes in a row: a cache key that forgot something would hand one the shader of another.
  it.each<Case>([
    { rows: 5, events: 1, width: 3, fields: [{ slots: 1, weighted: false }] },
    {
      rows: 130,
      events: 1,
      width: 16,
      fields: [
        { slots: 4, weighted: true },
        { slots: 1, weighted: false },
        { slots: 2, weighted: true },
      ],
    },
    {
      rows: 9,
      events: 7,
      width: 8,
      fields: [
        { slots: 1, weighted: true },
        { slots: 3, weighted: true },
      ],
    },
    { rows: 1, events: 1, width: 1, fields: [{ slots: 1, weighted: false }] },
    { rows: 3, events: 20, width: 5, fields: [{ slots: 1, weighted: true }] },
  ])(
    'of $rows rows, $events events, width $width and fields $fields: rows, pools and the gradients of a pool are those of the plain loops',
    async (given) => {
      const fused = await run(given);
      await tf.setBackend('cpu');
      const plain = await run(given);
      await tf.setBackend('webgpu');
      expect(plain.some((values) => values.some((x) => x !== 0))).toBe(true);
      plain.forEach((values, i) => expect(relativeError(fused[i]!, values), `result ${i}`).toBeLessThan(2e-6));
    },
  );

  it('pools what it looks up', async () => {
    const [values, pool] = await run({
      rows: 4,
      events: 3,
      width: 8,
      fields: [
        { slots: 2, weighted: true },
        { slots: 1, weighted: true },
      ],
    });
    const shares = numbers(12, 9).map((x, i) => (i % 4 === 0 ? 0 : x));
    const expected = Float32Array.from({ length: 4 * 16 }, (_, at) =>
      [0, 1, 2].reduce(
        (sum, t) =>
          sum + shares[Math.floor(at / 16) * 3 + t]! * values![(Math.floor(at / 16) * 3 + t) * 16 + (at % 16)]!,
        0,
      ),
    );
    expect(relativeError(pool!, expected)).toBeLessThan(2e-6);
  });
});

describe('touched rows', () => {
  it('lists distinct rows as they first occur, with every slot that has weight', () => {
    const touched = touchedRows(
      [
        { ids: Uint32Array.of(3, 1, 3), weights: null, slots: 1, firstRow: 0, stride: 1, newest: null },
        {
          ids: Uint32Array.of(1, 0, 0, 3),
          weights: Float32Array.of(0.5, 0, 0.25, 1),
          slots: 2,
          firstRow: 3,
          stride: 1,
          newest: null,
        },
      ],
      new Uint32Array(5),
    );
    expect(touched).toEqual({
      unique: Uint32Array.of(3, 1, 0),
      start: Uint32Array.of(0, 3, 5, 6),
      source: Uint32Array.of(0, 2, 4, 1, 3, 4),
      scale: Float32Array.of(1, 1, 1, 1, 0.5, 0.25),
    });
  });

  it('leaves its scratch clean', () => {
    const counts = new Uint32Array(4);
    touchedRows(
      [{ ids: Uint32Array.of(3, 1, 3), weights: null, slots: 1, firstRow: 0, stride: 1, newest: null }],
      counts,
    );
    expect([...counts]).toEqual([0, 0, 0, 0]);
  });
});
