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
import { giveTeachers, isTeacher, keptTeachers } from './kept-teachers';
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
    const teachers = [...keptTeachers(this.graph, this.dataset).values()].flat();
    return (
      12 * numbersOf(this.compiled.weights) +
      4 * numbersOf(this.compiled.memories) +
      teachers.reduce((sum, { byteLength }) => sum + byteLength, 0)
    );
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

  /**
   * Moments of the weights that have some, and what teachers said; together with `readWeights` in one turn they
   * are of one step.
   */
  async readMoments(): Promise<Map<string, Float32Array[]>> {
    return new Map([...(await this.weights.readAllMoments()), ...keptTeachers(this.graph, this.dataset)]);
  }

  writeWeights(values: ReadonlyMap<string, Float32Array>): void {
    for (const [path, numbers] of values) this.weights.write(path, numbers);
  }

  writeMoments(values: ReadonlyMap<string, readonly Float32Array[]>): void {
    giveTeachers(values, this.dataset);
    for (const [path, moments] of values) if (!isTeacher(path)) this.weights.writeMoments(path, moments);
  }

  goBackTo({ step, weights }: { step: number; weights: ReadonlyMap<string, Float32Array> }): void {
    this.writeWeights(weights);
    this.step = step;
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
