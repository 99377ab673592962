import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCpu } from '../../device';
import { onGpu } from '../../run-kernel';
import { numbers, onDevice } from '../../testing';
import * as tf from '../../tf';
import { BLOCK, ItemIndex } from './item-index';
import { PairScorer } from './pair-scores';
import { pairScoresReference, rankReference } from './reference';

onDevice();

/** Eighths: sums of their products are exact in any order. */
const eighths = (count: number, seed: number): Float32Array => numbers(count, seed).map((x) => Math.round(x * 4) / 8);
const ITEMS = 150;
const PAIRS = 90;
const ROWS = 64;

describe.each(['webgpu', 'cpu'])('scores of pairs on %s', (device) => {
  beforeAll(async () => {
    if (device === 'cpu') await openCpu();
  });
  afterAll(async () => void (await tf.setBackend('webgpu')));

  it.each([
    { perUser: 1, width: 8, flagged: false },
    { perUser: 3, width: 6, flagged: false },
    { perUser: 3, width: 6, flagged: true },
  ])('are those of each user with his own item: %o', async ({ perUser, width, flagged }) => {
    const items = eighths(ITEMS * width, 1);
    const vectors = eighths(PAIRS * perUser * width, 2);
    // Some users have no active vector, others not the first.
    const active = flagged ? Float32Array.from({ length: PAIRS * perUser }, (_, i) => Number((i * 5) % 7 > 3)) : null;
    const asked = Uint32Array.from({ length: PAIRS }, (_, pair) => (pair * 37) % ITEMS);
    const index = onGpu() ? new ItemIndex(ITEMS, width, BLOCK) : new ItemIndex(ITEMS, width);
    const all = tf.tensor2d(items, [ITEMS, width]);
    index.write(0, all);
    const scorer = new PairScorer(index, asked);
    // In chunks of one size, the last of which is padded.
    for (let from = 0; from < PAIRS; from += ROWS) {
      const count = Math.min(ROWS, PAIRS - from);
      const padded = new Float32Array(ROWS * perUser * width).fill(9);
      padded.set(vectors.subarray(from * perUser * width, (from + count) * perUser * width));
      const flags = new Float32Array(ROWS * perUser).fill(1);
      if (active) flags.set(active.subarray(from * perUser, (from + count) * perUser));
      const own = {
        vectors: tf.tensor3d(padded, [ROWS, perUser, width]),
        active: active && tf.tensor2d(flags, [ROWS, perUser]),
      };
      scorer.add(own, count);
      own.vectors.dispose();
      own.active?.dispose();
    }
    const found = await scorer.read();
    expect([...found]).toEqual([...pairScoresReference(vectors, active, perUser, items, width, asked)]);
    // As the ranking has them.
    const query = {
      users: PAIRS,
      k: 0,
      seen: { start: new Uint32Array(PAIRS + 1), items: new Uint32Array(0) },
      targets: { start: Uint32Array.from({ length: PAIRS + 1 }, (_, at) => at), items: asked },
    };
    expect([...found]).toEqual([...rankReference(vectors, active, perUser, items, width, query).scores]);
    scorer.dispose();
    index.dispose();
    all.dispose();
  });

  it('refuse an item that there is not, and more pairs than were asked', () => {
    const index = new ItemIndex(10, 4);
    expect(() => new PairScorer(index, Uint32Array.of(10))).toThrow('item 10 of a catalogue of 10');
    const scorer = new PairScorer(index, Uint32Array.of(1, 2));
    const vectors = tf.zeros([4, 1, 4]) as tf.Tensor3D;
    expect(() => scorer.add({ vectors, active: null }, 3)).toThrow(RangeError);
    vectors.dispose();
    scorer.dispose();
    index.dispose();
  });
});
