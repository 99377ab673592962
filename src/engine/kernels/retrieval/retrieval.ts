/**
 * Exact counts above and level with targets, and top-k lists, of a chunk of users over the whole catalogue, without a
 * users x items matrix: a scan of the index by steps, each of which keeps as candidates what beats a user's k-th best
 * so far and counts for the targets, and a merge of the candidates into the lists.
 */
import { rankOnCpu } from '../../cpu/rank';
import { hostArray, onGpu } from '../../run-kernel';
import type * as tf from '../../tf';
import type { ItemIndex } from './item-index';
import type { Ranking, RetrievalQuery } from './reference';
import { GpuRanker } from './gpu-ranker';

export interface UserVectors {
  /** [at least users, perUser, width]; score(u, i) = max over the active k of <vectors[u, k], i>. */
  vectors: tf.Tensor3D;
  /**
   * [at least users, perUser] above 0 = takes part; null = all do. Of a user without an active vector the first counts.
   */
  active: tf.Tensor2D | null;
}

export function disposeVectors({ vectors, active }: UserVectors): void {
  vectors.dispose();
  active?.dispose();
}

/** Longest list: it lies in workgroup memory, of which every adapter has 16 KiB, beside the candidates. */
export const MOST_K = 1024;
/** Users of one call: of more, even the smallest step would take too long. */
export const MOST_USERS = 4096;

/** Ranks users chunk after chunk. */
export interface CatalogueRanker {
  /**
   * Ranks the targets of each user of a chunk and lists the best `k` items, seen items left out. The users' vectors may
   * go as soon as it resolves.
   * @throws RangeError for a query that does not fit the index or the limits above; LimitError; the signal's reason
   * when aborted
   */
  add(users: UserVectors, query: RetrievalQuery): Promise<void>;
  /** What was found out about all chunks since the last call, in their order. */
  take(): Promise<Ranking[]>;
  dispose(): void;
}

/** The caller keeps the index until the ranker is disposed. */
export function rankerOf(index: ItemIndex, signal?: AbortSignal): CatalogueRanker {
  const ranker: CatalogueRanker = onGpu() ? new GpuRanker(index, signal) : new CpuRanker(index, signal);
  return {
    async add(users, query) {
      check(users, index, query);
      signal?.throwIfAborted();
      await ranker.add(users, query);
    },
    take: () => ranker.take(),
    dispose: () => ranker.dispose(),
  };
}

/** The same for one chunk. */
export async function rankCatalogue(
  users: UserVectors,
  index: ItemIndex,
  query: RetrievalQuery,
  signal?: AbortSignal,
): Promise<Ranking> {
  const ranker = rankerOf(index, signal);
  try {
    await ranker.add(users, query);
    return (await ranker.take())[0]!;
  } finally {
    ranker.dispose();
  }
}

class CpuRanker implements CatalogueRanker {
  private readonly found: Ranking[] = [];

  constructor(
    private readonly index: ItemIndex,
    private readonly signal: AbortSignal | undefined,
  ) {}

  async add({ vectors, active }: UserVectors, query: RetrievalQuery): Promise<void> {
    const { hostVectors: items, width } = this.index;
    const given = { vectors: hostArray(vectors), active: active && hostArray(active), perUser: vectors.shape[1] };
    this.found.push(await rankOnCpu({ ...given, items, width }, query, this.signal));
  }

  take(): Promise<Ranking[]> {
    return Promise.resolve(this.found.splice(0));
  }

  dispose(): void {
    this.found.length = 0;
  }
}

function check({ vectors, active }: UserVectors, index: ItemIndex, { users, k, seen, targets }: RetrievalQuery): void {
  const refuse = (text: string): never => {
    throw new RangeError(`retrieval: ${text}`);
  };
  if (!Number.isInteger(k) || k < 0 || k > MOST_K) refuse(`lists of ${k} items; 0 to ${MOST_K} are possible`);
  if (users < 1 || users > MOST_USERS) refuse(`${users} users in one call; 1 to ${MOST_USERS} are possible`);
  if (vectors.shape[0] < users || vectors.shape[2] !== index.width)
    refuse(`user vectors [${vectors.shape}] for ${users} users and items of width ${index.width}`);
  if (active && (active.shape[0] < users || active.shape[1] !== vectors.shape[1]))
    refuse(`active flags [${active.shape}] for vectors [${vectors.shape}]`);
  for (const [name, { start, items }] of Object.entries({ seen, targets })) {
    if (start.length !== users + 1 || start[users] !== items.length)
      refuse(`${start.length} starts and ${items.length} ${name} items for ${users} users`);
    const outside = items.find((item) => item >= index.rows);
    if (outside !== undefined) refuse(`${name} item ${outside} of a catalogue of ${index.rows}`);
  }
  for (let user = 0; user < users; user++) {
    for (let s = (seen.start[user] ?? 0) + 1; s < (seen.start[user + 1] ?? 0); s++) {
      if ((seen.items[s] ?? 0) <= (seen.items[s - 1] ?? 0))
        refuse(`seen items of user ${user} are not in ascending order`);
    }
  }
}
