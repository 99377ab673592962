/** The weights of a stored run, those that opening it would bring back; what is on screen stays as it is. */
import type { Dataset } from '../../data/dataset';
import { LabError } from '../failure';
import { fitsGraph } from './checkpoint';
import type { Run } from './run';
import type { RunKeeper } from './run-keeper';

/**
 * @param dataset that is loaded
 * @returns `weights`: path -> values, in the shapes of the run's graph on that data
 * @throws LabError (run-gone, run-other-data, run-without-weights)
 */
export async function weightsOfRun(
  keeper: RunKeeper,
  id: string,
  dataset: Dataset,
): Promise<{ run: Run; weights: ReadonlyMap<string, Float32Array> }> {
  // What the storage has of the run that is held may be older, or not there where it is full.
  const { current } = keeper;
  const { run, checkpoint } = current?.run.id === id ? current : await keeper.read(id);
  const { title } = run;
  if (run.data.fingerprint !== dataset.fingerprint)
    throw new LabError('run-other-data', `the run "${title}" is of other data than what is loaded`, { title });
  if (!checkpoint || !fitsGraph(checkpoint, run, dataset))
    throw new LabError('run-without-weights', `no weights of the run "${title}" are kept`, { title });
  return { run, weights: checkpoint.weights };
}
