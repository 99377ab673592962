/**
 * Of a ranker: what its pairs read of the item side, for every item of the catalogue, chunk by chunk; one chunk at a
 * time is the one that a pass reads.
 */
import type { Dataset } from '../../data/dataset';
import type { WeightStore } from '../../engine/optimizers/weights';
import { flush, onGpu } from '../../engine/run-kernel';
import { Storage } from '../../engine/storage';
import type * as tf from '../../engine/tf';
import type { OutputSpecs, OutputValues } from '../blocks/block';
import { forRows } from '../blocks/pair-rows';
import type { PortValues } from '../document/ports';
import { Abilities } from './abilities/abilities';
import type { Given } from './abilities/ability';
import type { CompiledGraph, ItemOutput } from './compile';
import { SideInputs } from './feed/side-inputs';
import { RecordedPass } from './recorded-pass';

/** An output, [each, width] in each storage. */
interface Held extends ItemOutput {
  key: string;
  chunks: readonly Storage[];
  read: Storage;
}

export class KeptItems {
  private readonly inputs: SideInputs;
  private readonly abilities: Abilities;
  private readonly pass = new RecordedPass<string>(() => this.compute());

  private constructor(
    private readonly compiled: CompiledGraph,
    private readonly dataset: Dataset,
    private readonly weights: WeightStore,
    private readonly held: readonly Held[],
    private readonly each: number,
  ) {
    this.inputs = new SideInputs(compiled, dataset, weights, 'item', each);
    this.abilities = new Abilities({ compiled, dataset, rows: { user: 1, item: each }, training: null });
  }

  /**
   * Null where the pairs read more of the items than vectors.
   * @param each items of a chunk
   * @throws LimitError where a chunk does not fit the adapter
   */
  static of(compiled: CompiledGraph, dataset: Dataset, weights: WeightStore, each: number): KeptItems | null {
    const { itemOutputs } = compiled;
    if (!itemOutputs) return null;
    const count = Math.ceil(dataset.items.length / each);
    return Storage.allOrNone(() => {
      const held = itemOutputs.map((one): Held => {
        const key = `${one.node}.${one.output}`;
        const create = () => Storage.create(`${key} of items`, [each, one.width], 'float32');
        return { ...one, key, chunks: Array.from({ length: count }, create), read: create() };
      });
      return new KeptItems(compiled, dataset, weights, held, each);
    });
  }

  /** Makes all of them, by the weights as they are. */
  make(): void {
    const items = Uint32Array.from(this.dataset.items.keys());
    for (let first = 0; first < items.length; first += this.each) {
      const rows = items.subarray(first, first + this.each);
      const given: Given = { item: { rows, events: null, history: null, windows: [] } };
      // Writes of the next chunk must not overtake the commands of this one.
      if (onGpu()) flush();
      this.inputs.prepare(given.item!);
      this.abilities.prepare(given);
      this.inputs.submit();
      this.abilities.submit(given);
      const made = this.pass.run();
      for (const { key, chunks } of this.held) {
        chunks[first / this.each]!.copyFrom(made[key]!);
        made[key]!.dispose();
      }
    }
  }

  private compute(): Record<string, tf.Tensor> {
    const leaves = this.inputs.leaves();
    const { outputs } = this.compiled.forward({
      sides: ['item'],
      upTo: 'towers',
      weight: (path) => this.weights.tensor(path),
      context: this.abilities.contexts({
        training: false,
        sides: { item: { inputs: this.inputs, leaves } },
        probe: null,
      }),
      terms: null,
    });
    leaves.dispose();
    return Object.fromEntries(
      this.held.map(({ key, node, output }) => [key, (outputs.get(node)![output] as PortValues['vector']).values]),
    );
  }

  /** From now on a pass reads the items from `first` on, a multiple of `each`. */
  readFrom(first: number): void {
    for (const { chunks, read } of this.held) read.copyFrom(chunks[first / this.each]!.tensor);
  }

  /** By node, as a pass over so many user rows knows them, which have the items of a chunk in common. */
  outputs(rows: number): Map<string, OutputValues<OutputSpecs>> {
    const byNode = new Map<string, Record<string, PortValues['vector']>>();
    for (const { node, output, read } of this.held) {
      const common = read.tensor as tf.Tensor2D;
      const vector: PortValues['vector'] = {
        common,
        get values() {
          return forRows(common, rows);
        },
      };
      byNode.set(node, { ...byNode.get(node), [output]: vector });
    }
    return byNode;
  }

  dispose(): void {
    this.pass.dispose();
    this.inputs.dispose();
    this.abilities.dispose();
    for (const { chunks, read } of this.held) for (const storage of [...chunks, read]) storage.dispose();
  }
}
