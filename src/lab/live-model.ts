/** A compiled graph with weights on the device: what trains, encodes, is exported and imported. */
import type { Dataset } from '../data/dataset';
import { WeightStore } from '../engine/optimizers/weights';
import { CompiledGraph } from '../model/compile';
import { Encoder } from '../model/encode';
import type { Settings, TowerGraph } from '../model/graph';
import { schemaOf } from '../model/schema';
import { addWeights } from '../model/train-step';

export class LiveModel {
  readonly compiled: CompiledGraph;
  readonly weights = new WeightStore();
  /** Steps the weights have seen. */
  step = 0;
  #encoder: Encoder | null = null;

  /** Fresh weights. @throws CompileError, LimitError */
  constructor(readonly dataset: Dataset, readonly graph: TowerGraph, readonly settings: Settings) {
    this.compiled = new CompiledGraph(graph, schemaOf(dataset));
    addWeights(this.weights, this.compiled, settings.seed);
  }

  get encoder(): Encoder {
    this.#encoder ??= new Encoder(this.compiled, this.dataset, this.weights);
    return this.#encoder;
  }

  async readWeights(): Promise<Map<string, Float32Array>> {
    const values = new Map<string, Float32Array>();
    for (const path of this.weights.paths) values.set(path, await this.weights.read(path));
    return values;
  }

  async readMoments(): Promise<Map<string, [Float32Array, Float32Array]>> {
    const values = new Map<string, [Float32Array, Float32Array]>();
    for (const path of this.weights.paths) {
      const moments = await this.weights.readMoments(path);
      if (moments) values.set(path, moments);
    }
    return values;
  }

  writeWeights(values: ReadonlyMap<string, Float32Array>): void {
    for (const [path, numbers] of values) this.weights.write(path, numbers);
  }

  writeMoments(values: ReadonlyMap<string, readonly [Float32Array, Float32Array]>): void {
    for (const [path, moments] of values) this.weights.writeMoments(path, moments);
  }

  dispose(): void {
    this.#encoder?.dispose();
    this.weights.dispose();
  }
}
