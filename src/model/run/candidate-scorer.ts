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
import { SideInputs } from './feed/side-inputs';
import { RecordedPass } from './recorded-pass';

/** Users of a chunk, and candidates of each. */
export interface ChunkSize {
  users: number;
  each: number;
}

/** For long lists: 2,048 pairs keep a CPU busy, a GPU takes four times as many. */
const USERS = 8;
const CANDIDATES = { few: 256, many: 1024 };
/** One pair of each user, as impressions are. */
export const ONE_EACH: ChunkSize = { users: 1024, each: 1 };

const forLists = (items: number): ChunkSize => ({
  users: USERS,
  each: Math.min(items, onGpu() && !kernelForm().software ? CANDIDATES.many : CANDIDATES.few),
});

/** Chunks have fixed shapes, so that a chunk is recorded once; what it lacks is padding. */
export class CandidateScorer {
  readonly users: number;
  readonly each: number;
  private readonly sides: { user: SideInputs; item: SideInputs };
  private readonly abilities: Abilities;
  private readonly pass: RecordedPass<'scores'>;

  /** @param compiled of a ranker */
  constructor(
    private readonly compiled: CompiledGraph,
    dataset: Dataset,
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
    this.pass = new RecordedPass(() => ({ scores: this.compute() }));
  }

  /**
   * [users x n]: each row's own n candidates, `lists` row after row. All is asked of the device before the first wait.
   * @throws RangeError where there are more users than a chunk holds, or not as many candidates for each
   */
  async score(rows: UserRows, lists: Uint32Array): Promise<Float32Array> {
    const { each } = this;
    const count = rows.users.length;
    const length = lists.length / count;
    if (count > this.users) throw new RangeError(`a chunk holds ${this.users} users, got ${count}`);
    if (!Number.isInteger(length)) throw new RangeError(`${lists.length} candidates for ${count} users`);
    const parts: { first: number; scores: Promise<Float32Array> }[] = [];
    for (let first = 0; first < length; first += each) {
      this.write(rows, lists, first);
      const scores = this.pass.run().scores!;
      parts.push({ first, scores: scores.data<'float32'>().finally(() => scores.dispose()) });
    }
    const all = new Float32Array(lists.length);
    for (const { first, scores } of parts) {
      const read = await scores;
      const here = Math.min(each, length - first);
      for (let row = 0; row < count; row++) all.set(read.subarray(row * each, row * each + here), row * length + first);
    }
    return all;
  }

  /** The candidates of each row from place `first` on, as many as a chunk holds. */
  private write(rows: UserRows, lists: Uint32Array, first: number): void {
    // Writes of the next chunk must not overtake the commands of this one.
    if (onGpu()) flush();
    const { each } = this;
    const count = rows.users.length;
    const length = lists.length / count;
    const chunk = new Uint32Array(count * each);
    for (let row = 0; row < count; row++)
      chunk.set(lists.subarray(row * length + first, row * length + Math.min(first + each, length)), row * each);
    const given: Given = {
      user: { rows: rows.users, events: rows.events, history: rows.history, windows: rows.windows },
      item: { rows: chunk, events: null, history: null, windows: [] },
    };
    this.sides.user.prepare(given.user!);
    this.sides.item.prepare(given.item!);
    this.abilities.prepare(given);
    this.sides.user.submit();
    this.sides.item.submit();
    this.abilities.submit(given);
  }

  /** [users x each] */
  private compute(): tf.Tensor {
    const { user, item } = this.sides;
    const leaves = { user: user.leaves(), item: item.leaves() };
    const { outputs } = this.compiled.forward({
      sides: ['user', 'item'],
      weight: (path) => this.weights.tensor(path),
      context: this.abilities.contexts({
        training: false,
        sides: { user: { inputs: user, leaves: leaves.user }, item: { inputs: item, leaves: leaves.item } },
        probe: null,
      }),
      terms: null,
    });
    leaves.user.dispose();
    leaves.item.dispose();
    const { node, output } = this.compiled.scoreOutput;
    const { values } = outputs.get(node)![output] as { values: tf.Tensor };
    return tf.reshape(values, [values.size]);
  }

  dispose(): void {
    this.pass.dispose();
    this.sides.user.dispose();
    this.sides.item.dispose();
    this.abilities.dispose();
  }
}
