/** A ranker outside training: the scores of given candidates of given users, with the weights as they are. */
import type { Dataset } from '../../data/dataset';
import type { WeightStore } from '../../engine/optimizers/weights';
import { kernelForm } from '../../engine/kernel-form';
import { flush, onGpu } from '../../engine/run-kernel';
import * as tf from '../../engine/tf';
import { Abilities } from './abilities/abilities';
import type { Given } from './abilities/ability';
import type { CompiledGraph } from './compile';
import type { UserRows } from './encode';
import { ofUsers } from './feed/row-sets';
import { SideInputs } from './feed/side-inputs';
import { KeptItems } from './kept-items';
import { RecordedPass } from './recorded-pass';

/** Users of a chunk, and candidates of each. */
export interface ChunkSize {
  users: number;
  each: number;
}

/** Scores of the candidates from place `first` on of each user, on the device. */
export interface ScoredChunk {
  first: number;
  items: number;
  /** [users x each], of which the first `items` of a row count; whoever takes the chunk disposes it. */
  scores: tf.Tensor;
}

/** 2,048 pairs keep a CPU busy, a GPU takes four times as many. */
const LISTS = { few: { users: 8, each: 256 }, many: { users: 8, each: 1024 } };
/** What is made of a user is made once a chunk. */
const CATALOGUE = { few: { users: 2, each: 1024 }, many: { users: 8, each: 1024 } };
/** One pair of each user, as impressions are. */
export const ONE_EACH: ChunkSize = { users: 1024, each: 1 };

const sizedBy =
  ({ few, many }: typeof LISTS) =>
  (items: number): ChunkSize => {
    const { users, each } = onGpu() && !kernelForm().software ? many : few;
    return { users, each: Math.min(items, each) };
  };
/** For long lists of each user's own. */
export const forLists = sizedBy(LISTS);
/** For all items of a catalogue. */
export const forCatalogue = sizedBy(CATALOGUE);

/** Chunks have fixed shapes, so that a chunk is recorded once; what it lacks is padding. */
export class CandidateScorer {
  readonly users: number;
  readonly each: number;
  private readonly sides: { user: SideInputs; item: SideInputs };
  private readonly abilities: Abilities;
  private readonly passes = {
    lists: new RecordedPass<'scores'>(() => ({ scores: this.compute(null) })),
    catalogue: new RecordedPass<'scores'>(() => ({ scores: this.compute(this.kept ?? null) })),
  };
  /** Made when it is first asked for; null where it cannot be (see KeptItems). */
  private kept: KeptItems | null | undefined;

  /** @param compiled of a ranker */
  constructor(
    private readonly compiled: CompiledGraph,
    private readonly dataset: Dataset,
    private readonly weights: WeightStore,
    size: ChunkSize = forLists(dataset.items.length),
  ) {
    this.users = size.users;
    this.each = size.each;
    const rows = { user: size.users, item: size.users * size.each };
    this.sides = {
      user: new SideInputs(compiled, dataset, weights, 'user', rows.user),
      item: new SideInputs(compiled, dataset, weights, 'item', rows.item),
    };
    this.abilities = new Abilities({ compiled, dataset, rows, training: null });
  }

  /**
   * [users x n]: each row's own n candidates, `lists` row after row. All is asked of the device before the first wait.
   * @throws RangeError where there are more users than a chunk holds, or not as many candidates for each
   */
  async score(rows: UserRows, lists: Uint32Array): Promise<Float32Array> {
    const count = rows.users.length;
    const length = lists.length / count;
    if (!Number.isInteger(length)) throw new RangeError(`${lists.length} candidates for ${count} users`);
    const own = (row: number, from: number, end: number) => lists.subarray(row * length + from, row * length + end);
    return this.read(count, length, this.inChunks(rows, length, this.passes.lists, own));
  }

  /** Has the catalogue go by the weights as they are now: what the item side gives of every item is made once. */
  keepItems(): void {
    if (this.kept === undefined) this.kept = KeptItems.of(this.compiled, this.dataset, this.weights, this.each);
    this.kept?.make();
  }

  /**
   * [users x items] every item of the catalogue for each row, by what `keepItems` made of them last: the same scores as
   * by lists, but for what sums in another order make of them. All is asked of the device before the first wait.
   * @throws RangeError where there are more users than a chunk holds
   */
  async scoreAll(rows: UserRows): Promise<Float32Array> {
    return this.read(rows.users.length, this.dataset.items.length, this.catalogue(rows));
  }

  /** The same, chunk by chunk, each asked of the device when it is taken; nobody waits for it. */
  catalogue(rows: UserRows): Generator<ScoredChunk, void, void> {
    const all = Uint32Array.from(this.dataset.items.keys());
    const { catalogue, lists } = this.passes;
    return this.inChunks(rows, all.length, this.kept ? catalogue : lists, (_, from, end) => all.subarray(from, end));
  }

  /** @param of the candidates of a row from place `from` to before `end` */
  private *inChunks(
    rows: UserRows,
    length: number,
    pass: RecordedPass<'scores'>,
    of: (row: number, from: number, end: number) => Uint32Array,
  ): Generator<ScoredChunk, void, void> {
    const { each } = this;
    const count = rows.users.length;
    if (count > this.users) throw new RangeError(`a chunk holds ${this.users} users, got ${count}`);
    for (let first = 0; first < length; first += each) {
      const end = Math.min(first + each, length);
      const chunk = new Uint32Array(count * each);
      for (let row = 0; row < count; row++) chunk.set(of(row, first, end), row * each);
      this.write(rows, chunk, pass === this.passes.catalogue ? first : null);
      yield { first, items: end - first, scores: pass.run().scores! };
    }
  }

  private async read(count: number, length: number, chunks: Iterable<ScoredChunk>): Promise<Float32Array> {
    const parts = Array.from(chunks, ({ scores, ...place }) => ({
      ...place,
      scores: scores.data<'float32'>().finally(() => scores.dispose()),
    }));
    const all = new Float32Array(count * length);
    for (const { first, items, scores } of parts) {
      const read = await scores;
      for (let row = 0; row < count; row++) {
        const from = row * this.each;
        all.set(read.subarray(from, from + items), row * length + first);
      }
    }
    return all;
  }

  /** @param chunk [count x each]; @param kept from which on every row has the kept items; null = each its own */
  private write(rows: UserRows, chunk: Uint32Array, kept: number | null): void {
    // Writes of the next chunk must not overtake the commands of this one.
    if (onGpu()) flush();
    const given: Given = {
      user: ofUsers(rows),
      item: { rows: chunk, events: null, history: null, windows: [] },
    };
    this.sides.user.prepare(given.user!);
    if (kept === null) this.sides.item.prepare(given.item!);
    this.abilities.prepare(given);
    this.sides.user.submit();
    if (kept === null) this.sides.item.submit();
    else this.kept!.readFrom(kept);
    this.abilities.submit(given);
  }

  /** [users x each]. @param kept which every row has; null = each its own, from their fields */
  private compute(kept: KeptItems | null): tf.Tensor {
    const { user, item } = this.sides;
    const leaves = { user: user.leaves(), item: kept ? null : item.leaves() };
    const { outputs } = this.compiled.forward({
      sides: kept ? ['user'] : ['user', 'item'],
      ...(kept ? { known: kept.outputs(this.users) } : {}),
      weight: (path) => this.weights.tensor(path),
      context: this.abilities.contexts({
        training: false,
        sides: {
          user: { inputs: user, leaves: leaves.user },
          ...(leaves.item ? { item: { inputs: item, leaves: leaves.item } } : {}),
        },
        probe: null,
      }),
      terms: null,
    });
    leaves.user.dispose();
    leaves.item?.dispose();
    const { node, output } = this.compiled.scoreOutput;
    const { values } = outputs.get(node)![output] as { values: tf.Tensor };
    return tf.reshape(values, [values.size]);
  }

  dispose(): void {
    for (const pass of Object.values(this.passes)) pass.dispose();
    this.sides.user.dispose();
    this.sides.item.dispose();
    this.abilities.dispose();
    this.kept?.dispose();
  }
}
