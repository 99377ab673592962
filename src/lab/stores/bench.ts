/** What the actions of a workbench work on: one lab and its five stores, and how a refusal is said. */
import { LabRefusal } from '../client';
import { detailOf, LabError, plainFailure, type LabFailure } from '../failure';
import type { Answer, Ask, Commands, Lab } from '../protocol';
import { WeightsError, weightsFailure } from '../transfer/weights-file';
import type { DataStore } from './data';
import type { GraphStore } from './graph';
import type { RunStore } from './run';
import type { RunsStore } from './runs';
import type { ViewStore } from './view';

export class Bench {
  constructor(
    readonly lab: Lab,
    readonly graph: GraphStore,
    readonly data: DataStore,
    readonly run: RunStore,
    readonly runs: RunsStore,
    readonly view: ViewStore,
  ) {}

  /** Asks, and puts a refusal into the failure bar: null. A question cut off by a stop is no failure. */
  async tryAsk<K extends keyof Commands>(command: K, ask: Ask<K>): Promise<Answer<K> | null> {
    try {
      return await this.lab.ask(command, ask);
    } catch (error) {
      const failure = failureToShow(error);
      if (failure) this.run.setState({ failure });
      return null;
    }
  }

  /** A problem of the data goes to the data panel, where the person can mend it; anything else to the failure bar. */
  report(error: unknown): void {
    const failure = failureToShow(error);
    if (!failure) return;
    if (failure.problem && 'file' in failure.problem) this.data.setState({ problem: failure.problem });
    else this.run.setState({ failure });
  }
}

/** Null where there is nothing to say: the question was cut off by a stop, or taken back. */
export function failureToShow(error: unknown): LabFailure | null {
  if (error instanceof LabRefusal) return error.ended || error.failure.code === 'cut-off' ? null : error.failure;
  if (error instanceof LabError) return plainFailure(error.code, detailOf(error), error.values);
  if (error instanceof WeightsError) return weightsFailure(error);
  return plainFailure('internal', detailOf(error));
}
