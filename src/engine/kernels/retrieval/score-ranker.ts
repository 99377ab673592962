/**
 * Ranks scores that were made pair by pair, by the kernels that rank inner products: the vector of an item is what each
 * user gives it, and that of a user picks his own number. A product with 1 and sums with 0 round nothing, so that the
 * scores ranked are those given, to the bit.
 */
import { flush, gridFor, hostArray, mainSource, onGpu, runKernel } from '../../run-kernel';
import { Storage } from '../../storage';
import type * as tf from '../../tf';
import { BLOCK, isNotFinite, ItemIndex, rowStart } from './item-index';
import type { Ranking, RetrievalQuery } from './reference';
import { rankerOf, type CatalogueRanker } from './retrieval';
import { bind } from './sources';

/** Where some scores of a chunk of users belong. */
export interface ScoresAt {
  /** Place of the first of the users among those that are ranked together, and how many there are. */
  user: number;
  users: number;
  /** Catalogue index of the first item, and how many there are. */
  first: number;
  items: number;
}

export class ScoreRanker {
  /** [items, users] */
  private readonly scores: ItemIndex;
  /** [users, 1, users] */
  private readonly picks: Storage;
  private readonly place: Storage;
  private readonly ranker: CatalogueRanker;

  /**
   * @param items of the catalogue; @param users that are ranked together at most
   * @throws LimitError
   */
  constructor(items: number, users: number, signal?: AbortSignal) {
    const ones = new Float32Array(users * users);
    for (let user = 0; user < users; user++) ones[user * users + user] = 1;
    [this.scores, this.picks, this.place] = Storage.allOrNone(() => [
      Storage.noted(new ItemIndex(items, users)),
      Storage.create('whose scores', [users, 1, users], 'float32', ones),
      Storage.create('place of scores', [8], 'int32'),
    ]);
    this.ranker = rankerOf(this.scores, signal);
  }

  /**
   * Takes scores over, those that stood there before are gone: rank them first.
   * @param scores [at least users, each] row after row, of which the first `items` numbers of a row are taken
   * @throws RangeError where they do not fit
   */
  write(scores: tf.Tensor, each: number, { user, users, first, items }: ScoresAt): void {
    const { rows, width, depth } = this.scores;
    if (user + users > width || first + items > rows || items > each || users * each > scores.size)
      throw new RangeError(
        `scores [${scores.shape}] of ${users} users from ${user} on with ${items} items from ${first} on, for [${width}, ${rows}]`,
      );
    if (!onGpu()) {
      const [given, held] = [hostArray(scores), this.scores.hostVectors];
      for (let row = 0; row < users; row++)
        for (let item = 0; item < items; item++) {
          const score = given[row * each + item]!;
          if (!Number.isFinite(score)) this.scores.notFinite.host[0] = 1;
          held[(first + item) * width + user + row] = score;
        }
      return;
    }
    for (const chunk of this.scores.chunks) {
      const from = Math.max(first, chunk.first);
      const count = Math.min(first + items, chunk.first + chunk.rows) - from;
      if (count <= 0) continue;
      // The place of the scores before must have been read before it is written over.
      flush();
      this.place.write(Uint32Array.of(each, from - first, count, users, from - chunk.first, user, depth));
      runKernel(
        'scores by item',
        source,
        [scores, this.place.binding, chunk.storage.binding, this.scores.notFinite.binding],
        gridFor(count * users),
      );
    }
  }

  /**
   * Ranks by the scores that stand there: user u of the query by those written to place u.
   * @throws as `CatalogueRanker.add`
   */
  rank(query: RetrievalQuery): Promise<void> {
    return this.ranker.add({ vectors: this.picks.tensor as tf.Tensor3D, active: null }, query);
  }

  /** What was found since the last call, in its order, and whether all scores so far are finite numbers. */
  async take(): Promise<{ rankings: Ranking[]; finite: boolean }> {
    const [rankings, finite] = await Promise.all([this.ranker.take(), this.scores.isFinite()]);
    return { rankings, finite };
  }

  dispose(): void {
    this.ranker.dispose();
    this.scores.dispose();
    for (const storage of [this.picks, this.place]) storage.dispose();
  }
}

/** A lane for each score, neighbouring ones with neighbouring items. */
const source = `
${bind('scores: array<f32>', 'place: array<u32>', '*items: array<f32>', '*not_finite: array<f32>')}
${mainSource(`
  let count = place[2];
  if (index >= count * place[3]) { return; }
  let user = index / count;
  let row = index % count;
  let score = scores[user * place[0] + place[1] + row];
  let column = place[5] + user;
  items[(${rowStart('(place[4] + row)', 'place[6]')} + column / 4u * ${BLOCK}u) * 4u + column % 4u] = score;
  if (${isNotFinite('score')}) { not_finite[0] = 1.0; }`)}`;
