import { describe, expect, it } from 'vitest';
import { openCpu } from '../../device';
import { onDevice } from '../../testing';
import * as tf from '../../tf';
import { packHits } from '../in-batch-softmax/hits';
import { positivesOf } from '../in-batch-softmax/testing';
import { distinctColumns } from './distinct-columns';

/** Items a b a c a b of users of their own, the last row padding. */
const items = Uint32Array.of(7, 3, 7, 5, 7, 3);
const hits = packHits(positivesOf([[7, 3], [3], [7], [5, 7], [7], [3]]), {
  real: 5,
  users: Uint32Array.from(items.keys()),
  items,
  sampled: new Uint32Array(0),
});
const found = () =>
  distinctColumns(tf.tensor1d(Int32Array.from(hits), 'int32'), tf.tensor1d([1, 1, 1, 1, 1, 0])).data();
const expected = [1, 1, 0, 1, 0, 0];

describe('distinctColumns', () => {
  onDevice();
  it('keeps the first column of each item, on the device', async () => expect([...(await found())]).toEqual(expected));
  it('and in plain loops', async () => {
    await openCpu();
    expect([...(await found())]).toEqual(expected);
  });
});
