/** Compiles the shaders of a drawing while somebody still draws or reads: a start then finds them. */
import type { Dataset } from '../../data/dataset';
import { judge } from '../../model/check/judge';
import { checkSettings } from '../../model/check/parse';
import type { Settings, TowerGraph } from '../../model/document/graph';
import { schemaOf } from '../../model/document/schema';
import { CompiledGraph } from '../../model/run/compile';
import { batchesOf } from './batches-of';
import { compileAll } from './shaders';

export class CompileAhead {
  private control = new AbortController();

  /** The newest drawing alone. @returns whether all of it is compiled */
  async of(gpu: GPUDevice, dataset: Dataset, drawing: { graph: TowerGraph; settings: Settings }): Promise<boolean> {
    this.giveUp();
    const { signal } = this.control;
    const parsed = checkSettings(drawing.settings);
    const judgement = judge(drawing.graph, schemaOf(dataset));
    if (!parsed.ok || judgement.problems.length > 0) return false;
    const drawn = { compiled: new CompiledGraph(judgement), dataset, settings: parsed.value };
    const [stage] = parsed.value.stages;
    if (!stage) return false;
    await compileAll(gpu, drawn, stage, batchesOf(drawn).at(0), signal);
    return !signal.aborted;
  }

  giveUp(): void {
    this.control.abort();
    this.control = new AbortController();
  }
}
