import { expect, it } from 'vitest';
import type { AccidentalHits } from '../../../data/accidental-hits';
import type { Batch } from '../../../data/batches';
import { hitMatrix, hitsByColumn } from '../../../engine/kernels/in-batch-softmax/hits';
import type { Storage } from '../../../engine/storage';
import { onDevice } from '../../../engine/testing';
import { PairInputs } from './pair-inputs';

onDevice();

const SIZE = 12;

/** Every row hits the first `count` columns that are not its own. */
function batchWith(count: number): Batch {
  const start = Uint32Array.from({ length: SIZE + 1 }, (_, row) => row * count);
  const column = Uint32Array.from(
    { length: SIZE * count },
    (_, at) => (at % count) + (at % count >= Math.floor(at / count) ? 1 : 0),
  );
  const hits: AccidentalHits = { start, column, kind: new Uint8Array(column.length).fill(2) };
  const ones = new Float32Array(SIZE).fill(1);
  return { size: SIZE, logQ: ones, weight: ones, realColumn: ones, hits } as Batch;
}

it('lists of accidental hits grow when a batch needs it, say so, and hold the batch last written', async () => {
  const pairs = new PairInputs(SIZE, { readsHits: true, readsColumnHits: false, sampled: null });
  const grew: boolean[] = [];
  for (const count of [3, 8, 11, 11, 2]) {
    grew.push(pairs.submit({ batch: batchWith(count) }));
    // Not through tfjs, which would keep what it reads.
    const { buffer } = await (pairs as unknown as { hits: { lists: Storage } }).hits.lists.read();
    const matrix = hitMatrix(new Uint32Array(buffer), SIZE, SIZE, 2);
    for (let row = 0; row < SIZE; row++) {
      const found = Array.from({ length: SIZE }, (_, column) => column).filter((column) => matrix[row * SIZE + column]);
      expect(found).toEqual(
        Array.from({ length: SIZE }, (_, column) => column)
          .filter((column) => column !== row)
          .slice(0, count),
      );
    }
  }
  expect(grew).toEqual([false, false, true, false, false]);
  pairs.dispose();
});

it('lists nobody reads are not asked for', () => {
  const pairs = new PairInputs(SIZE, { readsHits: false, readsColumnHits: false, sampled: null });
  expect(
    pairs.submit({
      batch: {
        ...batchWith(1),
        get hits(): AccidentalHits {
          throw new Error('asked for');
        },
      },
    }),
  ).toBe(false);
  pairs.dispose();
});

it('lists by column are those by row, turned: each entry once, rows ascending', async () => {
  const pairs = new PairInputs(SIZE, { readsHits: true, readsColumnHits: true, sampled: null });
  pairs.submit({ batch: batchWith(3) });
  const { hits, columnHits } = pairs as unknown as Record<'hits' | 'columnHits', { lists: Storage }>;
  const [byRow, byColumn] = await Promise.all(
    [hits, columnHits].map(async ({ lists }) => hitMatrix(new Uint32Array((await lists.read()).buffer), SIZE, SIZE, 2)),
  );
  for (let row = 0; row < SIZE; row++)
    for (let column = 0; column < SIZE; column++)
      expect(byColumn![column * SIZE + row]).toBe(byRow![row * SIZE + column]);
  expect(byRow).not.toEqual(byColumn);
  const { start, column } = hitsByColumn(batchWith(3).hits);
  for (let at = 0; at < SIZE; at++)
    expect([...column.subarray(start[at], start[at + 1])]).toEqual(
      [...column.subarray(start[at], start[at + 1])].sort((a, b) => a - b),
    );
  pairs.dispose();
});

it('columns that are no rows have no list of their own', () => {
  const turned = hitsByColumn({
    start: Uint32Array.of(0, 2, 3),
    column: Uint32Array.of(1, 2, 0),
    kind: Uint8Array.of(1, 3, 2),
  });
  expect([[...turned.start], [...turned.column], [...turned.kind]]).toEqual([
    [0, 1, 2],
    [1, 0],
    [2, 1],
  ]);
});
