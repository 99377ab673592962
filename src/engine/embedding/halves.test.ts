import { expect, it } from 'vitest';
import { halvesOf, numbersOf } from '../halves';
import { Storage } from '../storage';
import { numbers, onDevice } from '../testing';
import * as tf from '../tf';
import { DistinctOwners } from './distinct-owners';
import { lookUp, type Lookup } from './lookup';
import { lookupInfo, type LookupShape } from './lookup-shape';
import { disposePast, lookUpOwners, pastOf, pooledLookup, spreadOverEvents, unpackPast } from './past-lookup';
import { SlotTables } from './slots';
import { keptLookup, oneSlotEach } from './testing';

onDevice();

const [ROWS, WIDTH] = [50, 12];
/** The same numbers in halves and in float32. */
const tables = (): Storage[] => {
  const values = numbersOf(halvesOf(numbers(ROWS * WIDTH, 3)));
  return (['float16', 'float32'] as const).map((type) => Storage.create('table', [ROWS, WIDTH], type, values));
};

it('rows of a table in halves are its numbers, and sums of them those of the same numbers in float32', async () => {
  const several = {
    start: Uint32Array.from({ length: 31 }, (_, row) => 3 * row),
    ids: Uint32Array.from({ length: 90 }, (_, i) => (i * 7) % ROWS),
    weight: numbers(30, 5),
  };
  const read: Float32Array[] = [];
  for (const table of tables()) {
    const { lookup, dispose } = keptLookup(table, WIDTH, [oneSlotEach(several.ids.subarray(0, 30)), several]);
    const out = Storage.create('rows', [30, 2, WIDTH], 'float32');
    lookUp(lookup, out.tensor);
    read.push(await out.read(), await table.read());
    [out, table].forEach((storage) => storage.dispose());
    dispose();
  }
  const [rows, held, rowsOfFloats, floats] = read;
  expect(held).toEqual(floats);
  expect(rows).toEqual(rowsOfFloats);
  const first = several.ids[4]!;
  expect(rows!.subarray(8 * WIDTH, 9 * WIDTH)).toEqual(floats!.subarray(first * WIDTH, (first + 1) * WIDTH));
});

it('a past reads a table in halves as it reads the same numbers in float32: events, pool and gradient of the shares', async () => {
  const [rows, length] = [6, 5];
  const events = Uint32Array.from({ length: rows * length }, (_, i) => (i * 11) % ROWS);
  const read: Float32Array[][] = [];
  for (const table of tables()) {
    const distinct = new DistinctOwners('past', rows, length, ROWS);
    distinct.prepare({ rows, length, owners: events, counts: new Uint32Array(rows).fill(length - 1) });
    distinct.submit();
    const slots = new SlotTables([oneSlotEach(Array.from({ length: ROWS }, (_, i) => ROWS - 1 - i))]);
    const shape: LookupShape = {
      rows: distinct.most,
      width: WIDTH,
      owners: distinct.ownersAt,
      count: 0,
      tokens: null,
      fields: [{ places: { kind: 'kept', ...slots.places[0]! }, firstRow: 0, piece: null }],
    };
    const words = lookupInfo(shape);
    const info = Storage.create('info', [words.length], 'int32', words);
    const lookup: Lookup = { ...shape, table, slots, words: distinct.storage, info };
    const past = pastOf(distinct);
    const found = tf.tidy(() => {
      unpackPast(past);
      const values = lookUpOwners(past, lookup);
      const each = Storage.create('events', [rows, length, 1, WIDTH], 'float32');
      spreadOverEvents(values, each.tensor);
      const leaf = Storage.create('pool', [rows, WIDTH], 'float32');
      const { value, grads } = tf.valueAndGrads((...[shares, into]: tf.Tensor[]) =>
        pooledLookup(values, shares as tf.Tensor2D, into as tf.Tensor2D),
      )(
        [tf.tensor2d(numbers(rows * length, 9), [rows, length]), leaf.tensor],
        tf.tensor2d(numbers(rows * WIDTH, 8), [rows, WIDTH]),
      );
      return [each.tensor, value, grads[0]!];
    });
    read.push(await Promise.all(found.map(async (tensor) => Float32Array.from(await tensor.data()))));
    expect(Math.max(...read.at(-1)![0]!)).toBeGreaterThan(0.1);
    tf.dispose(found);
    disposePast(past);
    [table, info, slots].forEach((storage) => storage.dispose());
  }
  expect(read[0]).toEqual(read[1]);
});
