import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { openCpu } from '../../device';
import { onDevice } from '../../testing';
import { packHits } from '../in-batch-softmax/hits';
import { distinctColumns } from './distinct-columns';

/** Items a b a c a b, the last row padding; rows 0 and 3 also hit columns of other items (kind 2). */
const hits = packHits(
  Uint32Array.of(0, 3, 4, 6, 8, 10, 10),
  Uint32Array.of(1, 2, 4, 0, 0, 4, 0, 1, 0, 2),
  Uint8Array.of(2, 3, 1, 2, 1, 3, 2, 2, 1, 1),
);
const found = () =>
  distinctColumns(tf.tensor1d(Int32Array.from(hits), 'int32'), 1, tf.tensor1d([1, 1, 1, 1, 1, 0])).data();
const expected = [1, 1, 0, 1, 0, 0];

describe('distinctColumns', () => {
  onDevice();
  it('keeps the first column of each item, on the device', async () => expect([...(await found())]).toEqual(expected));
  it('and in plain loops', async () => {
    await openCpu();
    expect([...(await found())]).toEqual(expected);
  });
});
