/** What stored runs say of a data set, made before training and read by batches, by the name of each run. */
import type { Dataset } from './dataset';

export class GivenByName<T> {
  private readonly given = new WeakMap<Dataset, Map<string, T>>();

  /** In place of what was given by this name before. */
  set(dataset: Dataset, run: string, value: T): void {
    const all = this.given.get(dataset) ?? new Map<string, T>();
    this.given.set(dataset, all.set(run, value));
  }

  /** Null where nothing was given. */
  get(dataset: Dataset, run: string): T | null {
    return this.given.get(dataset)?.get(run) ?? null;
  }
}
