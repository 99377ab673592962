/**
 * Scores of given pairs: each user's vectors against one item of the index, which is all that is formed. The scan forms
 * its scores in another order of multiply-adds: of one pair both may differ in the last bits.
 */
import { flush, gridFor, hostArray, mainSource, onGpu, runKernel } from '../../run-kernel';
import { Storage } from '../../storage';
import { BLOCK, rowStart, type ItemIndex } from './item-index';
import { pairScoresReference } from './reference';
import type { UserVectors } from './retrieval';
import { bind } from './sources';

/** Scores pairs chunk after chunk; what was found stays on the device until it is read, once for all. */
export class PairScorer {
  private readonly items: Storage;
  private readonly scores: Storage;
  private readonly place: Storage;
  private filled = 0;

  /**
   * @param asked [pairs] the item of each; the caller keeps the index until this is disposed
   * @throws RangeError for an item that the index does not have; LimitError
   */
  constructor(
    private readonly index: ItemIndex,
    private readonly asked: Uint32Array,
  ) {
    const outside = asked.find((item) => item >= index.rows);
    if (outside !== undefined) throw new RangeError(`pairs: item ${outside} of a catalogue of ${index.rows}`);
    const length = Math.max(1, asked.length);
    [this.items, this.scores, this.place] = Storage.allOrNone(() => [
      Storage.create('items of pairs', [length], 'int32'),
      Storage.create('scores of pairs', [length], 'float32'),
      Storage.create('place of pairs', [6], 'int32'),
    ]);
    this.items.write(asked);
  }

  /**
   * Scores the next `count` pairs: row r of the vectors is the user of the r-th of them.
   * @throws RangeError where there are fewer rows, or fewer pairs left
   */
  add({ vectors, active }: UserVectors, count: number): void {
    const { index, asked, filled } = this;
    const [rows, perUser, width] = vectors.shape;
    if (count > rows || width !== index.width || filled + count > asked.length)
      throw new RangeError(
        `pairs: ${count} of [${vectors.shape}], ${asked.length - filled} left of width ${index.width}`,
      );
    this.filled += count;
    if (!onGpu()) {
      const found = pairScoresReference(
        hostArray(vectors),
        active && hostArray(active),
        perUser,
        index.hostVectors,
        width,
        asked.subarray(filled, this.filled),
      );
      this.scores.host.set(found, filled);
      return;
    }
    for (const { first, rows: held, storage } of index.chunks) {
      // The place of the dispatch before must have been read before it is written over.
      flush();
      this.place.write(Uint32Array.of(perUser, width, filled, count, first, held));
      runKernel(
        'scores of pairs',
        source(active !== null),
        [
          vectors,
          this.place.binding,
          this.items.binding,
          storage.binding,
          this.scores.binding,
          ...(active ? [active] : []),
        ],
        gridFor(count),
      );
    }
  }

  /** [pairs] of those added so far. */
  read(): Promise<Float32Array> {
    return this.filled === 0 ? Promise.resolve(new Float32Array(0)) : this.scores.read(this.filled);
  }

  dispose(): void {
    if (onGpu()) flush();
    for (const storage of [this.items, this.scores, this.place]) storage.dispose();
  }
}

/** The dispatch whose chunk of the index holds the item scores a pair. @param flagged vectors may be inactive */
const source = (flagged: boolean): string => `
${bind('vectors: array<f32>', 'place: array<u32>', 'asked: array<u32>', 'items: array<vec4<f32>>', '*scores: array<f32>', ...(flagged ? ['flags: array<f32>'] : []))}
${mainSource(`
  let per_user = place[0];
  let width = place[1];
  if (index >= place[3]) { return; }
  let pair = place[2] + index;
  let item = asked[pair];
  if (item < place[4] || item >= place[4] + place[5]) { return; }
  let row = item - place[4];
  let depth = (width + 3u) / 4u;
  let start = ${rowStart('row', 'depth')};
  var best = 0.0;
  // Without an active vector the first counts.
  var found = false;
  for (var k = 0u; k < per_user; k++) {
    let takes = ${flagged ? 'flags[index * per_user + k] > 0.0' : 'true'};
    if (k > 0u && !takes) { continue; }
    let own = (index * per_user + k) * width;
    var sum = 0.0;
    for (var d = 0u; d < width; d++) { sum += vectors[own + d] * items[start + d / 4u * ${BLOCK}u][d % 4u]; }
    best = select(sum, max(best, sum), found);
    found = found || takes;
  }
  scores[pair] = best;`)}`;
