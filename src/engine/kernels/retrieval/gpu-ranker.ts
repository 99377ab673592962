/**
 * Ranks chunk after chunk of users on a GPU: the same buffers for all of them, and their results read through one
 * mapping.
 */
import { kernelForm } from '../../kernel-form';
import { flush, gridFor, runKernel, type Binding } from '../../run-kernel';
import { Storage } from '../../storage';
import type { ItemIndex } from './item-index';
import { heapSource } from './heap-source';
import { mergeSource } from './merge-source';
import { Pace } from './pace';
import { LEFT_OUT, NOTHING, type ItemLists, type Ranking, type RetrievalQuery } from './reference';
import type { CatalogueRanker, UserVectors } from './retrieval';
import { scanSource, usersHeld } from './scan';
import { TILE } from './scan-head';
import { packSource, prepareSource, seenSource, STEP_NUMBERS, stepNumbers, type Step } from './sources';
import { DUE, partsOf, sizesOf, type Part, type Sizes } from './steps';

/** Numbers that are kept until they are read. */
const RESULTS = 2 ** 18;
/** The numbers of a step lie as far apart as bindings may begin. */
const STEP_APART = 64;
/** Merges sort in workgroup memory of so many places at the least. */
const LEAST_SLOTS = 64;

/** A chunk whose results wait to be read: from which number on, and how many. */
interface Waiting {
  from: number;
  targets: number;
  places: number;
}

export class GpuRanker implements CatalogueRanker {
  private readonly rooms = new Map<string, Storage>();
  private readonly waiting: Waiting[] = [];
  private filled = 0;
  private readonly read: Ranking[] = [];
  private readonly pace: Pace;

  constructor(
    private readonly index: ItemIndex,
    signal?: AbortSignal,
  ) {
    this.pace = new Pace(signal);
  }

  async add(users: UserVectors, query: RetrievalQuery): Promise<void> {
    const targets = query.targets.items.length;
    const places = query.users * query.k;
    const needed = 3 * targets + 2 * places;
    if (this.filled + needed > RESULTS) await this.readWaiting();
    // What is written from here on must not overtake the commands of the chunk before.
    flush();
    const chunk = new Chunk(this.index, users, query, this.room.bind(this), this.filled);
    this.waiting.push({ from: this.filled, targets, places });
    this.filled += needed;
    for (const wait of chunk.run(this.pace)) await wait;
  }

  async take(): Promise<Ranking[]> {
    await this.readWaiting();
    return this.read.splice(0);
  }

  private async readWaiting(): Promise<void> {
    const { filled } = this;
    const waiting = this.waiting.splice(0);
    this.filled = 0;
    if (filled === 0) {
      this.read.push(...waiting.map((one) => rankingOf(new Float32Array(0), one)));
      return;
    }
    const numbers = await this.room('results', RESULTS).read(filled);
    this.read.push(...waiting.map((one) => rankingOf(numbers, one)));
  }

  /** A buffer under a name for at least so many numbers: that of the chunk before where it is large enough. */
  private room(name: string, size: number): Storage {
    const held = this.rooms.get(name);
    if (held && held.size >= size) return held;
    const made = Storage.create(name, [Math.max(1, size)], 'float32');
    if (held) {
      // Nothing that is encoded may meet a destroyed buffer.
      flush();
      held.dispose();
    }
    this.rooms.set(name, made);
    return made;
  }

  dispose(): void {
    flush();
    for (const room of this.rooms.values()) room.dispose();
    this.rooms.clear();
  }
}

/** The commands for one chunk of users. */
class Chunk {
  private readonly sizes: Sizes;
  private readonly parts: readonly Part[];
  private readonly steps: Storage;

  constructor(
    private readonly index: ItemIndex,
    private readonly given: UserVectors,
    private readonly query: RetrievalQuery,
    private readonly room: (name: string, size: number) => Storage,
    private readonly from: number,
  ) {
    this.sizes = sizesOf(query, index, this.perUser * index.depth);
    this.parts = partsOf(index, query.k, this.sizes);
    // First the lists of each chunk of the index, then the steps.
    const numbers = [
      ...index.chunks.map((_, chunk) => this.numbers(chunk, { listed: 1 })),
      ...this.parts.map(({ chunk, begin, end }, at) =>
        this.numbers(chunk, { begin, end, words: this.words, due: at + 1 < this.parts.length ? DUE : 0 }),
      ),
    ];
    const all = new Uint32Array(numbers.length * STEP_APART);
    numbers.forEach((one, at) => all.set(one, at * STEP_APART));
    this.steps = this.upload('steps', all);
  }

  private get perUser(): number {
    return this.given.vectors.shape[1];
  }

  /** Of a user's seen items in a step. */
  private get words(): number {
    return this.query.seen.items.length === 0 ? 0 : this.sizes.items / 32;
  }

  private numbers(chunk: number, part: Partial<Step>): Uint32Array {
    const { first, rows } = this.index.chunks[chunk]!;
    const { users, k } = this.query;
    const { perUser, index, sizes } = this;
    const whole = { begin: 0, end: rows, capacity: sizes.items + DUE, due: 0, words: 0, listed: 0 };
    return stepNumbers({ users, perUser, depth: index.depth, first, k, ...whole, ...part });
  }

  private step(at: number): Binding {
    return this.steps.part(at * STEP_APART, STEP_NUMBERS);
  }

  private upload(name: string, values: Uint32Array): Storage {
    const storage = this.room(name, values.length);
    storage.write(values);
    return storage;
  }

  /** Encodes them all; gives what is to be waited for on the way. */
  *run(pace: Pace): Generator<Promise<void>, void, void> {
    const { index, query, perUser } = this;
    const { users, k, targets } = query;
    const { vectors, active } = this.given;
    const { shape, padded, state, top, asked, list, tally, seenLists, marks, candidates, place } = this.buffers();
    runKernel(
      'user vectors',
      prepareSource(active !== null),
      [vectors, shape, padded, state, top, ...(active ? [active] : [])],
      [users, 1, 1],
    );
    const scan = scanSource(perUser * index.depth);
    const blocks = Math.ceil(users / usersHeld());
    if (targets.items.length > 0) {
      const tiles = Math.ceil(longest(targets, usersHeld()) / TILE);
      const [none, noTally] = [this.room('no targets', 2), this.room('no counts', 1)];
      index.chunks.forEach(({ storage }, chunk) => {
        runKernel(
          'scan',
          scan,
          [padded, storage.binding, this.step(chunk), list, state, asked, none.binding, noTally.binding],
          [blocks, tiles, 1],
        );
      });
    }
    const merge = mergeOf(k);
    for (const [at, { chunk, begin, end, work }] of this.parts.entries()) {
      const numbers = this.step(index.chunks.length + at);
      const { storage } = index.chunks[chunk]!;
      if (this.words > 0) runKernel('seen items', seenSource, [numbers, seenLists, marks], [users, 1, 1]);
      runKernel(
        'scan',
        scan,
        [padded, storage.binding, numbers, marks, state, candidates, asked, tally],
        [blocks, Math.ceil((end - begin) / TILE), 1],
      );
      if (k > 0)
        runKernel('merge', merge.source, [numbers, state, candidates, top], [Math.ceil(users / merge.users), 1, 1]);
      const wait = pace.done(work);
      if (wait) yield wait;
    }
    const needed = 3 * targets.items.length + 2 * users * k;
    if (needed > 0) {
      const results = this.room('results', Math.max(RESULTS, needed)).binding;
      runKernel('results', packSource, [place, asked, tally, top, results], gridFor(needed));
    }
  }

  /** All that the commands read and write; all that is written from here comes before the first of them. */
  private buffers() {
    const { query, index, perUser, from } = this;
    const { users, k, seen, targets } = query;
    const { items } = this.sizes;
    const asked = new Uint32Array(2 * (users + 1 + targets.items.length));
    targets.start.forEach((at, user) => (asked[2 * user] = at + users + 1));
    return {
      shape: this.upload('shape of user vectors', Uint32Array.of(perUser, index.width, k)).binding,
      place: this.upload('place of results', Uint32Array.of(users, targets.items.length, 2 * users * k, from)).binding,
      seenLists: this.upload('seen items', packed(seen)).binding,
      list: this.upload('targets', packed(targets)).binding,
      padded: this.room('user vectors', users * perUser * index.depth * 4).binding,
      state: this.room('state of lists', users * 2).binding,
      top: this.room('lists', users * k * 2).binding,
      /** Pairs: where the targets of each user begin, then each target with its score. */
      asked: this.upload('target scores', asked).binding,
      tally: this.upload('items above and level', new Uint32Array(Math.max(1, 2 * targets.items.length))).binding,
      marks: this.room('marks of seen items', Math.max(1, users * this.words)).binding,
      candidates: this.room('candidates', k === 0 ? 2 : users * (items + DUE) * 2).binding,
    };
  }
}

/** What takes candidates into the lists, and of how many users a workgroup does. */
function mergeOf(k: number): { source: string; users: number } {
  const { lanes } = kernelForm();
  return lanes
    ? { source: heapSource(lanes), users: lanes }
    : { source: mergeSource(2 ** Math.ceil(Math.log2(Math.max(LEAST_SLOTS, k)))), users: 1 };
}

/** The most list items that some neighbouring users have together. */
function longest({ start }: ItemLists, users: number): number {
  let most = 0;
  for (let from = 0; from + 1 < start.length; from += users)
    most = Math.max(most, start[Math.min(from + users, start.length - 1)]! - start[from]!);
  return most;
}

/** Starts as places in the same buffer, then the items. */
function packed({ start, items }: ItemLists): Uint32Array {
  const all = new Uint32Array(start.length + items.length);
  all.set(start.map((at) => at + start.length));
  all.set(items, start.length);
  return all;
}

function rankingOf(numbers: Float32Array, { from, targets, places }: Waiting): Ranking {
  const whole = new Uint32Array(numbers.buffer);
  const counts = whole.subarray(from + targets, from + 3 * targets);
  const list = from + 3 * targets;
  return {
    scores: numbers.slice(from, from + targets),
    greater: Uint32Array.from({ length: targets }, (_, t) => counts[t * 2]!),
    ties: Uint32Array.from({ length: targets }, (_, t) => counts[t * 2 + 1]!),
    top: Uint32Array.from({ length: places }, (_, place) => whole[list + place * 2] ?? NOTHING),
    topScores: Float32Array.from({ length: places }, (_, place) => numbers[list + place * 2 + 1] ?? LEFT_OUT),
  };
}
