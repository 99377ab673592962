/**
 * Exact counts above and level with targets, and top-k lists, of a chunk of users over the whole catalogue, without a
 * users x items matrix: a scan of the index by steps, each of which keeps as candidates what beats a user's k-th best
 * so far and counts for the targets, and a merge of the candidates into the lists.
 */
import type * as tf from '@tensorflow/tfjs';
import { flush, hostArray, onGpu, runKernel, webgpuBackend, type Binding } from '../../run-kernel';
import { Storage } from '../../storage';
import { BLOCK, type IndexChunk, type ItemIndex } from './item-index';
import { LEFT_OUT, NOTHING, rankReference, type ItemLists, type Ranking, type RetrievalQuery } from './reference';
import { MERGED, mergeSource } from './merge-source';
import { scanSource, TILE, USERS_HELD } from './scan-source';
import { ownSource, prepareSource, seenSource, stepNumbers, type Step } from './sources';

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

/**
 * Multiply-adds of a step, and at most about twice as many of a submit: 50 ms each on one core of a CPU adapter, a
 * fraction of a millisecond on a GPU.
 */
const WORK_OF_STEP = 1.5e8;
/** What a step may cost where every item beats all before it: a second. */
const WORST_OF_STEP = 20 * WORK_OF_STEP;
/** A batch of candidates merged into a list of k, in multiply-adds that take as long on a CPU adapter. */
const mergeWork = (k: number): number => 3e4 + 130 * k;
/** Candidates of all users in a step, 8 bytes each. Every item of a step may become one. */
const MOST_CANDIDATES = 2 ** 21;

/**
 * Ranks the targets of each user and lists the best `k` items, seen items left out.
 * The caller keeps `vectors`, `active` and the index until the promise is settled.
 * @throws RangeError for a query that does not fit its index or the limits above; LimitError; the signal's reason when
 * aborted
 */
export async function rankCatalogue(
  users: UserVectors,
  index: ItemIndex,
  query: RetrievalQuery,
  signal?: AbortSignal,
): Promise<Ranking> {
  check(users, index, query);
  signal?.throwIfAborted();
  if (!onGpu()) {
    const { vectors, active } = users;
    return rankReference(
      hostArray(vectors),
      active && hostArray(active),
      vectors.shape[1],
      index.hostVectors,
      index.width,
      query,
    );
  }
  const scratch = new Scratch();
  try {
    return await rankOnGpu(users, index, query, scratch, new Pace(signal));
  } finally {
    scratch.dispose();
  }
}

async function rankOnGpu(
  { vectors, active }: UserVectors,
  index: ItemIndex,
  query: RetrievalQuery,
  scratch: Scratch,
  pace: Pace,
): Promise<Ranking> {
  const { users, k, seen, targets } = query;
  const [, perUser, width] = vectors.shape;
  const { depth } = index;
  const asked = targets.items.length;
  const sizes = sizesOf(query, index, perUser * depth);

  const shape = scratch.upload('shape of user vectors', Uint32Array.of(perUser, width)).binding;
  const buffers = queryBuffers(query, sizes, scratch);
  const step: StepUpload = (chunk, part = {}) =>
    scratch.upload(
      'step',
      stepNumbers({
        users,
        perUser,
        depth,
        first: chunk.first,
        begin: 0,
        end: chunk.rows,
        k,
        fresh: 0,
        capacity: sizes.capacity,
        ...part,
      }),
    ).binding;

  runKernel(
    'user vectors',
    prepareSource(active !== null),
    [vectors, shape, buffers.padded, ...(active ? [active] : [])],
    [users, 1, 1],
  );
  if (asked > 0) {
    scoreTargets(index, users, buffers, step);
    const wait = pace.done((asked + seen.items.length) * perUser * width);
    if (wait) await wait;
  }
  for (const wait of scanCatalogue(index, query, sizes, buffers, step, pace)) await wait;

  const { own, tally, top } = buffers;
  const [ownNumbers, counts, list] = await Promise.all([own.read(), tally.read(), top.read()]);
  const scores = ownNumbers.slice(users + 1);
  return { scores, ...countsOf(new Uint32Array(counts.buffer), scores), ...listsOf(list, users * k) };
}

interface Sizes {
  /** Vectors of four of a user, over all of the user's vectors. */
  userDepth: number;
  /** Candidates of a user in a step. */
  capacity: number;
  /** Multiply-adds of all users with an item, and of a batch of candidates merged for each of them. */
  itemWork: number;
  batchWork: number;
}

function sizesOf({ users, k }: RetrievalQuery, index: ItemIndex, userDepth: number): Sizes {
  const itemWork = Math.ceil(users / USERS_HELD) * USERS_HELD * userDepth * 4;
  const batchWork = k === 0 ? 0 : users * mergeWork(k);
  // No step has more items than all before it, or than a list.
  const largest = Math.max(k, index.rows / 2);
  const capacity = wholeBlocks(
    Math.min(WORK_OF_STEP / itemWork, (WORST_OF_STEP / batchWork) * MERGED, MOST_CANDIDATES / users, largest),
  );
  return { userDepth, capacity, itemWork, batchWork };
}

/** Uploads the numbers of a step over a chunk. */
type StepUpload = (chunk: IndexChunk, part?: Partial<Step>) => Binding;

/** What a query reads and writes on the device. */
type QueryBuffers = ReturnType<typeof queryBuffers>;

const queryBuffers = (
  { users, k, seen, targets }: RetrievalQuery,
  { userDepth, capacity }: Sizes,
  scratch: Scratch,
) => ({
  padded: scratch.make('user vectors', users * userDepth * 4).binding,
  seenLists: scratch.upload('seen items', packed(seen)).binding,
  targetLists: scratch.upload('targets', packed(targets)).binding,
  /** The targets with scores in place of items. */
  own: scratch.upload('target scores', packed({ start: targets.start, items: new Uint32Array(targets.items.length) })),
  tally: scratch.make('items above and level', targets.items.length * 2),
  found: scratch.make('candidates found', users).binding,
  candidates: scratch.make('candidates', k === 0 ? 2 : users * capacity * 2).binding,
  top: scratch.make('lists', users * k * 2),
});

/** The score of every target, then the seen items out of the counts that the scan will make. */
function scoreTargets(
  { chunks }: ItemIndex,
  users: number,
  { padded, seenLists, targetLists, own, tally }: QueryBuffers,
  step: StepUpload,
): void {
  for (const chunk of chunks)
    runKernel(
      'target scores',
      ownSource,
      [padded, chunk.storage.binding, step(chunk), targetLists, own.binding],
      [users, 1, 1],
    );
  for (const chunk of chunks) {
    runKernel(
      'seen items',
      seenSource,
      [padded, chunk.storage.binding, step(chunk), seenLists, targetLists, own.binding, tally.binding],
      [users, 1, 1],
    );
  }
}

/** Counts and lists over the whole catalogue, step by step; gives what is to be waited for before it goes on. */
function* scanCatalogue(
  { chunks }: ItemIndex,
  { users, k }: RetrievalQuery,
  { userDepth, capacity, itemWork, batchWork }: Sizes,
  { padded, seenLists, own, tally, found, candidates, top }: QueryBuffers,
  step: StepUpload,
  pace: Pace,
): Generator<Promise<void>> {
  const scan = scanSource(userDepth);
  const merge = mergeSource(2 ** Math.ceil(Math.log2(Math.max(BLOCK, k))));
  let passed = 0;
  for (const chunk of chunks) {
    for (let begin = 0, end = 0; begin < chunk.rows; begin = end) {
      // As many items as were passed before, so that about k of them will beat the k-th best; of the first, all are
      // sorted.
      end = Math.min(chunk.rows, begin + Math.min(capacity, wholeBlocks(passed === 0 ? k : passed)));
      const items = end - begin;
      const kept = passed === 0 ? items : Math.min(items, (k * items) / passed);
      const numbers = step(chunk, { begin, end, fresh: passed === 0 ? 1 : 0 });
      const grid: [number, number, number] = [Math.ceil(users / USERS_HELD), Math.ceil(items / TILE), 1];
      runKernel(
        'scan',
        scan,
        [padded, chunk.storage.binding, numbers, top.binding, found, candidates, own.binding, tally.binding],
        grid,
      );
      if (k > 0) runKernel('merge', merge, [numbers, seenLists, found, candidates, top.binding], [users, 1, 1]);
      passed += items;
      const wait = pace.done(items * itemWork + Math.ceil(kept / MERGED) * batchWork);
      if (wait) yield wait;
    }
  }
}

/** From pairs of counts above and level: a target is level with itself, unless its score is not a number. */
function countsOf(counts: Uint32Array, scores: Float32Array): Pick<Ranking, 'greater' | 'ties'> {
  const level = Uint32Array.from(scores, (_, t) => counts[t * 2 + 1] ?? 0);
  if (level.some((count, t) => count === 0 && Number.isFinite(scores[t])))
    throw new Error('internal: this adapter gives a target two scores in two kernels');
  return { greater: level.map((_, t) => counts[t * 2] ?? 0), ties: level.map((count) => Math.max(0, count - 1)) };
}

function listsOf(list: Float32Array, places: number): Pick<Ranking, 'top' | 'topScores'> {
  const bits = new Uint32Array(list.buffer);
  return {
    top: Uint32Array.from({ length: places }, (_, place) => bits[place * 2] ?? NOTHING),
    topScores: Float32Array.from({ length: places }, (_, place) => list[place * 2 + 1] ?? LEFT_OUT),
  };
}

/** Steps begin at blocks. */
const wholeBlocks = (items: number): number => Math.max(1, Math.floor(items / BLOCK)) * BLOCK;

/** Starts as places in the same buffer, then the items. */
function packed({ start, items }: ItemLists): Uint32Array {
  const all = new Uint32Array(start.length + items.length);
  all.set(start.map((at) => at + start.length));
  all.set(items, start.length);
  return all;
}

/** Buffers of one call. */
class Scratch {
  private readonly made: Storage[] = [];

  upload(name: string, values: Uint32Array): Storage {
    const storage = Storage.create(name, [values.length], 'int32', values);
    this.made.push(storage);
    return storage;
  }

  /** Zeros. */
  make(name: string, size: number): Storage {
    const storage = Storage.create(name, [Math.max(1, size)], 'float32');
    this.made.push(storage);
    return storage;
  }

  dispose(): void {
    // Nothing that is encoded may meet a destroyed buffer.
    flush();
    for (const storage of this.made) storage.dispose();
  }
}

/** Submits when enough is encoded, and lets the event loop and the page in: at most two submits are under way. */
class Pace {
  private work = 0;
  private readonly underWay: Promise<undefined>[] = [];

  constructor(private readonly signal?: AbortSignal) {}

  /** @returns null where nothing is to be waited for */
  done(work: number): Promise<void> | null {
    this.work += work;
    return this.work < WORK_OF_STEP ? null : this.submitted();
  }

  private async submitted(): Promise<void> {
    this.work = 0;
    flush();
    const submitted = webgpuBackend().device.queue.onSubmittedWorkDone();
    // Where the device is lost, all of them fail, and only the first is waited for.
    submitted.catch(() => undefined);
    this.underWay.push(submitted);
    if (this.underWay.length > 2) await this.underWay.shift();
    this.signal?.throwIfAborted();
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
