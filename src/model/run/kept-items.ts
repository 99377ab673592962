/** Of a ranker: what its pairs read of the item side, for every item of the catalogue. */
import type { Dataset } from '../../data/dataset';
import type { WeightStore } from '../../engine/optimizers/weights';
import { flush, onGpu } from '../../engine/run-kernel';
import { Storage } from '../../engine/storage';
import * as tf from '../../engine/tf';
import type { OutputSpecs, OutputValues } from '../blocks/block';
import type { PortValues } from '../document/ports';
import { Abilities } from './abilities/abilities';
import type { Given } from './abilities/ability';
import { chunkRows } from './chunk-rows';
import type { CompiledGraph, ItemOutput } from './compile';
import { SideInputs } from './feed/side-inputs';
import { RecordedPass } from './recorded-pass';

/** An output, [items, width] with padding behind, and its chunks. */
interface Held extends ItemOutput {
  whole: Storage;
  chunks: readonly Storage[];
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
    private readonly rows: number,
  ) {
    this.inputs = new SideInputs(compiled, dataset, weights, 'item', rows);
    this.abilities = new Abilities({ compiled, dataset, rows: { user: 1, item: rows }, training: null });
  }

  /** Null where the pairs read more of the items than vectors, or more than the adapter can bind. */
  static of(compiled: CompiledGraph, dataset: Dataset, weights: WeightStore): KeptItems | null {
    const { itemOutputs } = compiled;
    const rows = chunkRows(compiled, dataset, 'item');
    const chunks = Math.ceil(dataset.items.length / rows);
    if (!itemOutputs?.every(({ width }) => chunks * rows * width <= Storage.mostNumbers())) return null;
    return Storage.allOrNone(() => {
      const held = itemOutputs.map((one): Held => {
        const { node, output, width } = one;
        const whole = Storage.create(`${node}.${output} of all items`, [chunks * rows, width], 'float32');
        return {
          ...one,
          whole,
          chunks: Array.from({ length: chunks }, (_, chunk) =>
            whole.view(`chunk ${chunk} of ${whole.name}`, chunk * rows * width, [rows, width]),
          ),
        };
      });
      return new KeptItems(compiled, dataset, weights, held, rows);
    });
  }

  /** Of all items, by the weights as they are. */
  make(): void {
    const items = Uint32Array.from(this.dataset.items.keys());
    for (let chunk = 0; chunk * this.rows < items.length; chunk++) {
      const rows = items.subarray(chunk * this.rows, (chunk + 1) * this.rows);
      const given: Given = { item: { rows, events: null, history: null, windows: [] } };
      // Writes of the next chunk must not overtake the commands of this one.
      if (onGpu()) flush();
      this.inputs.prepare(given.item!);
      this.abilities.prepare(given);
      this.inputs.submit();
      this.abilities.submit(given);
      const made = this.pass.run();
      for (const { node, output, chunks } of this.held) {
        const values = made[`${node}.${output}`]!;
        chunks[chunk]!.copyFrom(values);
        values.dispose();
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
      this.held.map(({ node, output }) => [
        `${node}.${output}`,
        (outputs.get(node)![output] as PortValues['vector']).values,
      ]),
    );
  }

  /**
   * By node, as a forward pass knows them.
   * @param of the vectors of all items what the pass reads
   */
  outputs(of: (values: tf.Tensor2D) => PortValues['vector']): Map<string, OutputValues<OutputSpecs>> {
    const byNode = new Map<string, Record<string, PortValues['vector']>>();
    for (const { node, output, whole } of this.held)
      byNode.set(node, { ...byNode.get(node), [output]: of(whole.tensor as tf.Tensor2D) });
    return byNode;
  }

  dispose(): void {
    this.pass.dispose();
    this.inputs.dispose();
    this.abilities.dispose();
    for (const { whole, chunks } of this.held) for (const storage of [...chunks, whole]) storage.dispose();
  }
}
