/**
 * Which weights of a run were best on the validation part: of the stage that runs, by which it stops, and of all
 * stages, which stay.
 */
import { areFinite } from '../../engine/are-finite';
import { LabError } from '../failure';
import type { Best, Checkpoint } from '../runs/checkpoint';
import type { Metrics } from '../evaluate/metrics';
import type { TowerGraph } from '../../model/document/graph';
import { candidatesOf } from '../../model/nodes/samples';

/** The validation metric by which stages stop and weights stay, of lists. */
export const WATCHED = 'ndcg@10';
export type Watched = typeof WATCHED | 'gauc';

/**
 * What is trained to order what a user was shown is chosen by how well it does so: of items that nobody shows such
 * training says nothing, and neither should a ranking of the catalogue. What learns from drawn items beside them
 * is chosen alike; where lists of the catalogue are to decide, all are drawn.
 */
export const watchedOf = (graph: TowerGraph): Watched => ((candidatesOf(graph)?.shown ?? 0) > 0 ? 'gauc' : WATCHED);

export class BestWeights {
  /** Of the stage that runs: where the next one begins. */
  best: Best | null = null;
  /** Of all stages: what stays at the end. */
  kept: Best | null = null;
  /** Evaluations since the best one of the stage. */
  sinceBest = 0;

  constructor(private readonly watched: Watched) {}

  restore({ best, kept, sinceBest }: Pick<Checkpoint, 'best' | 'kept' | 'sinceBest'>): void {
    Object.assign(this, { best, kept, sinceBest });
  }

  /**
   * Reads the weights only where they are better than all of the stage before them; of equals the first stay.
   * @throws LabError (scores-not-finite) where they are no numbers: those of users who were not asked may be none
   */
  async evaluated(
    metrics: Metrics,
    at: Pick<Best, 'stage' | 'step'>,
    readWeights: () => Promise<Best['weights']>,
  ): Promise<void> {
    // Of a validation part in which nobody has pairs of both kinds there is no GAUC.
    const value = metrics[this.watched] ?? metrics[WATCHED] ?? 0;
    if (this.best && value <= this.best.value) {
      this.sinceBest += 1;
      return;
    }
    const weights = await readWeights();
    for (const [path, values] of weights)
      if (!areFinite(values))
        throw new LabError('scores-not-finite', `the weight ${path} is not finite`, { step: at.step });
    this.best = { ...at, value, weights };
    if (!this.kept || value > this.kept.value) this.kept = this.best;
    this.sinceBest = 0;
  }

  /**
   * A stage has a best of its own: its losses may have another size, and it may have to get worse before it gets
   * better.
   * @param isNew it takes what the stages before it have searched for, or what ranks was not trained in them: theirs
   *   are no weights that could stay
   */
  beginStage(isNew: boolean): void {
    this.best = null;
    if (isNew) this.kept = null;
    this.sinceBest = 0;
  }
}
