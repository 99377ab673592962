/** A ranker outside training: the scores of given candidates of given users, with the weights as they are. */
import type { Dataset } from '../../data/dataset';
import type { WeightStore } from '../../engine/optimizers/weights';
import { kernelForm } from '../../engine/kernel-form';
import { flush, onGpu } from '../../engine/run-kernel';
import { Storage } from '../../engine/storage';
import * as tf from '../../engine/tf';
import { forRows } from '../blocks/pair-rows';
import type { PortValues } from '../document/ports';
import { Abilities } from './abilities/abilities';
import type { Given } from './abilities/ability';
import type { CompiledGraph } from './compile';
import type { UserRows } from './encode';
import { SideInputs } from './feed/side-inputs';
import { KeptItems } from './kept-items';
import { RecordedPass } from './recorded-pass';

/** Users of a chunk, and candidates of each. */
export interface ChunkSize {
  users: number;
  each: number;
}

/** 2,048 pairs keep a CPU busy, a GPU takes four times as many. */
const LISTS = { few: { users: 8, each: 256 }, many: { users: 8, each: 1024 } };
/** What is made of a user is made once a chunk. */
const CATALOGUE = { few: { users: 2, each: 1024 }, many: { users: 8, each: 1024 } };
/** One pair of each user, as impressions are. */
export const ONE_EACH: ChunkSize = { users: 1024, each: 1 };

const forThisMachine = ({ few, many }: typeof LISTS): ChunkSize => (onGpu() && !kernelForm().software ? many : few);
/** For long lists of each user's own. */
export const forLists = (items: number): ChunkSize => {
  const { users, each } = forThisMachine(LISTS);
  return { users, each: Math.min(items, each) };
};
/** For all items of a catalogue. */
export const forCatalogue = (items: number): ChunkSize => {
  const { users, each } = forThisMachine(CATALOGUE);
  return { users, each: Math.min(items, each) };
};

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
  /** Of the catalogue, the items of the chunk. */
  private readonly common: Storage;
  private first = 0;
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
    this.common = Storage.create('items of a chunk', [size.each], 'int32');
  }

  /**
   * [users x n]: each row's own n candidates, `lists` row after row. All is asked of the device before the first wait.
   * @throws RangeError where there are more users than a chunk holds, or not as many candidates for each
   */
  async score(rows: UserRows, lists: Uint32Array): Promise<Float32Array> {
    const count = rows.users.length;
    const length = lists.length / count;
    if (!Number.isInteger(length)) throw new RangeError(`${lists.length} candidates for ${count} users`);
    return this.inChunks(rows, length, this.passes.lists, (row, from, end) =>
      lists.subarray(row * length + from, row * length + end),
    );
  }

  /** Has `scoreAll` go by the weights as they are now: what the item side gives of every item is made once. */
  keepItems(): void {
    if (this.kept === undefined) this.kept = KeptItems.of(this.compiled, this.dataset, this.weights);
    this.kept?.make();
  }

  /**
   * [users x items] every item of the catalogue for each row, by what `keepItems` made of them last: the same scores as
   * by lists, but for what sums in another order make of them.
   * @throws RangeError where there are more users than a chunk holds
   */
  async scoreAll(rows: UserRows): Promise<Float32Array> {
    const all = Uint32Array.from(this.dataset.items.keys());
    const { catalogue, lists } = this.passes;
    return this.inChunks(rows, all.length, this.kept ? catalogue : lists, (_, from, end) => all.subarray(from, end));
  }

  /** @param of the candidates of a row from place `from` to before `end` */
  private async inChunks(
    rows: UserRows,
    length: number,
    pass: RecordedPass<'scores'>,
    of: (row: number, from: number, end: number) => Uint32Array,
  ): Promise<Float32Array> {
    const { each } = this;
    const count = rows.users.length;
    if (count > this.users) throw new RangeError(`a chunk holds ${this.users} users, got ${count}`);
    const parts: { first: number; scores: Promise<Float32Array> }[] = [];
    for (let first = 0; first < length; first += each) {
      const end = Math.min(first + each, length);
      const chunk = new Uint32Array(count * each);
      for (let row = 0; row < count; row++) chunk.set(of(row, first, end), row * each);
      this.first = first;
      this.write(rows, chunk, pass === this.passes.catalogue);
      const scores = pass.run().scores!;
      parts.push({ first, scores: scores.data<'float32'>().finally(() => scores.dispose()) });
    }
    const all = new Float32Array(count * length);
    for (const { first, scores } of parts) {
      const read = await scores;
      const here = Math.min(each, length - first);
      for (let row = 0; row < count; row++) all.set(read.subarray(row * each, row * each + here), row * length + first);
    }
    return all;
  }

  /** @param chunk [count x each]; @param isCommon every row has the same */
  private write(rows: UserRows, chunk: Uint32Array, isCommon: boolean): void {
    // Writes of the next chunk must not overtake the commands of this one.
    if (onGpu()) flush();
    const given: Given = {
      user: { rows: rows.users, events: rows.events, history: rows.history, windows: rows.windows },
      item: { rows: chunk, events: null, history: null, windows: [] },
    };
    this.sides.user.prepare(given.user!);
    if (!isCommon) this.sides.item.prepare(given.item!);
    this.abilities.prepare(given);
    this.sides.user.submit();
    if (isCommon) this.common.write(chunk.subarray(0, this.each));
    else this.sides.item.submit();
    this.abilities.submit(given);
  }

  /** [users x each]. @param kept from which every row has the items of `common`; null = each its own, from their fields */
  private compute(kept: KeptItems | null): tf.Tensor {
    const { user, item } = this.sides;
    const leaves = { user: user.leaves(), item: kept ? null : item.leaves() };
    const { outputs } = this.compiled.forward({
      sides: kept ? ['user'] : ['user', 'item'],
      ...(kept ? { known: kept.outputs((values) => this.vectorOf(values)) } : {}),
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

  /** The items of a chunk, out of those of all. @param values [items, D] */
  private vectorOf(values: tf.Tensor2D): PortValues['vector'] {
    const { users, each, first } = this;
    // What is recorded has to read another chunk when it is replayed; a slice is a view of the numbers.
    const common =
      onGpu() || first + each > values.shape[0]
        ? tf.gather(values, this.common.tensor as tf.Tensor1D)
        : (tf.slice(values, [first, 0], [each, values.shape[1]]) as tf.Tensor2D);
    return {
      common,
      get values() {
        return forRows(common, users);
      },
    };
  }

  dispose(): void {
    for (const pass of Object.values(this.passes)) pass.dispose();
    this.sides.user.dispose();
    this.sides.item.dispose();
    this.abilities.dispose();
    this.common.dispose();
    this.kept?.dispose();
  }
}
