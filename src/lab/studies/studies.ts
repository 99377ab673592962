/**
 * Studies: what a claim is tried on, fixed in a file before its seeds run. A file of this folder with a default export
 * is a study; nothing else names it.
 */
import type { SplitRule } from '../../data/dataset';
import type { Settings, TowerGraph } from '../../model/document/graph';
import type { Schema } from '../../model/document/schema';
import type { Claim } from './judging/claims';
import type { Impressions } from './running/impressions';
import type { Outcome } from './running/outcome';

export interface Study {
  /** The name of its file. */
  id: string;
  /** What is asked, in a sentence. */
  question: string;
  /**
   * `seed: 'run'`: each run draws a world of its own, with its own seed, so that the spread over seeds holds the luck
   * of the world too. `impressions`: what was shown beside what was taken, and a teacher's scores, planted on its log.
   */
  world: {
    id: string;
    events: number;
    seed: number | 'run';
    split?: SplitRule;
    weight?: string;
    impressions?: Impressions;
  };
  /** Of every arm; the seed is that of the run, and each arm may change the rest. */
  settings(schema: Schema): Settings;
  /** Which weights are measured; left out: those that were best on validation. `last` where all arms train as long. */
  keeps?: 'last';
  arms: Readonly<Record<string, Arm>>;
  /** Pairs of arms whose differences are printed, claimed or not. */
  compare: readonly (readonly [one: string, other: string])[];
  /**
   * Arm whose trainable parameters and final width those with `budget: 'equal'` are brought to; null where there is no
   * such arm.
   */
  budget: string | null;
  /**
   * Numbers of a finished arm beside HR@10, NDCG@10, its share of the oracle's and the validation part's, by name.
   * Called while the weights are there.
   */
  measure?(outcome: Outcome): Promise<Record<string, number>>;
  claims: readonly Claim[];
}

interface AnyArm {
  /** `equal`: widths are set by the budget; `own`: the graph is trained as it is drawn. */
  budget: 'equal' | 'own';
  settings?(settings: Settings): Settings;
}

export type Draw = (schema: Schema) => TowerGraph;

export type Arm = AnyArm &
  (
    | { draw: Draw }
    /**
     * Several retrievals, trained apart, whose scores are added up by weights fitted on the validation part. Each has
     * an equal share of the budget.
     */
    | { retrievals: Readonly<Record<string, Draw>> }
    /** Towers, and a ranker of the first `keep` of their list, trained apart. Each has the whole budget. */
    | { funnel: Readonly<Record<'towers' | 'ranker', Draw>>; keep: number }
  );

const found = Object.values(
  import.meta.glob<Study>(['./*.ts', '!./studies.ts', '!./*.test.ts'], { eager: true, import: 'default' }),
);

/** Every study, by id. */
export const studies: ReadonlyMap<string, Study> = new Map(found.map((study) => [study.id, study]));
