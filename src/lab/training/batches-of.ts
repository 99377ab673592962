import { createBatches, type Batches } from '../../data/batches';
import type { Dataset } from '../../data/dataset';
import type { Settings } from '../../model/document/graph';
import type { CompiledGraph } from '../../model/run/compile';

/** What a run is made of, apart from its weights. */
export interface Drawn {
  compiled: CompiledGraph;
  dataset: Dataset;
  settings: Settings;
}

/** The batches of a run: what its graph reads, in the order its seed gives. */
export function batchesOf({ compiled, dataset, settings: { batch, seed } }: Drawn): Batches {
  return createBatches(dataset, { batch, seed, ...compiled.reads });
}
