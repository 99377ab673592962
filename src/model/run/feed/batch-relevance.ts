/** How relevant each item of a batch is to the user of each of its rows. */
import type { Batch } from '../../../data/batches';
import type { Relevance } from '../../../data/relevance';

/** What stands for a pair of which nothing is known: above every threshold, so that no case is made against it. */
export const NOT_KNOWN = 2;

/**
 * [B x B], row by row: of the rows' own items, sampled ones are not judged. The past of a row lies strictly before it.
 * @param length its newest so many events count
 */
export function batchRelevance(
  relevance: Relevance,
  { history, items, users }: Pick<Batch, 'history' | 'items' | 'users'>,
  length: number,
  out = new Float32Array(items.length ** 2),
): Float32Array<ArrayBuffer> {
  const { owners, counts } = history;
  const judge = relevance.among(items);
  for (let row = 0; row < items.length; row++) {
    const end = (row + 1) * history.length;
    const past = owners.subarray(end - Math.min(length, counts[row]!), end);
    judge({ user: users[row]!, past }, out, row * items.length);
  }
  for (let at = 0; at < out.length; at++) if (Number.isNaN(out[at]!)) out[at] = NOT_KNOWN;
  return out;
}
