/** A compiled graph with weights on the device: what trains, encodes, is exported and imported. */
import type { Dataset } from '../../data/dataset';
import { WeightStore } from '../../engine/optimizers/weights';
import { Storage } from '../../engine/storage';
import { judge } from '../../model/check/judge';
import { CompiledGraph } from '../../model/run/compile';
import type { Encoder } from '../../model/run/encode';
import type { Settings, TowerGraph } from '../../model/document/graph';
import { schemaOf } from '../../model/document/schema';
import { addWeights } from '../../model/run/train-step';
import { Serving } from './serving';

export class LiveModel {
  readonly compiled: CompiledGraph;
  readonly weights = new WeightStore();
  /** Steps the weights have seen. */
  step = 0;
  readonly serving: Serving;

  /** Fresh weights. @throws ProblemsError, LimitError */
  constructor(
    readonly dataset: Dataset,
    readonly graph: TowerGraph,
    readonly settings: Settings,
  ) {
    this.compiled = new CompiledGraph(judge(graph, schemaOf(dataset)));
    this.serving = new Serving(this.compiled, dataset, this.weights);
    Storage.allOrNone(() => addWeights(this.weights, this.compiled, settings));
  }

  /** About so many in a checkpoint: most rules keep two moments of a weight. */
  get checkpointBytes(): number {
    const numbersOf = (all: readonly { shape: readonly number[] }[]): number =>
      all.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
    return 12 * numbersOf(this.compiled.weights) + 4 * numbersOf(this.compiled.memories);
  }

  /** @throws LabError (no-vectors) of a ranker */
  get encoder(): Encoder {
    return this.serving.encoder;
  }

  /**
   * As they are at the call: all copies are asked for at once, so that no step of a running training comes between two
   * of them.
   */
  readWeights(): Promise<Map<string, Float32Array>> {
    return this.weights.readAll();
  }

  /** Moments of the weights that have some; together with `readWeights` in one turn they are of one step. */
  readMoments(): Promise<Map<string, Float32Array[]>> {
    return this.weights.readAllMoments();
  }

  writeWeights(values: ReadonlyMap<string, Float32Array>): void {
    for (const [path, numbers] of values) this.weights.write(path, numbers);
  }

  writeMoments(values: ReadonlyMap<string, readonly Float32Array[]>): void {
    for (const [path, moments] of values) this.weights.writeMoments(path, moments);
  }

  /** As before the first update. */
  forgetMoments(): void {
    this.weights.forgetMoments();
  }

  dispose(): void {
    this.serving.dispose();
    this.weights.dispose();
  }
}
