/**
 * The stages beside a ranker of which only its scores are known, in a column of the log (`scored-pairs.ts`). As a stage
 * that leaves out what it has no score of it would hit far too often; so it leaves out nothing.
 */
import type { Dataset, Target } from '../../data/dataset';
import { rankCorrelation } from '../../data/rank-correlation';
import { firstByScores, overlapWithScores, scoresAtTest, type ScoredItems } from '../evaluate/scored-pairs';
import { shareIn } from '../evaluate/share-in';
import type { List } from './stage';

/** Averages over the users that each of them can be told of. */
export interface StageAgreement {
  /** Items of a user that are handed on, and those among them with a score. */
  handedOn: number;
  scored: number;
  /** Of the ranker's first K among all that it has scores of, the share that is handed on. */
  kept: number;
  /**
   * Overlap@K among the items with a score that are handed on: of the ranker's first K of them those among the first K
   * of the stage; over users of whom there are more than K. Null where there is none.
   */
  overlap: number | null;
  overlapUsers: number;
  /** Spearman's, of the same items; over users with two different scores. Null where there is none. */
  correlation: number | null;
  correlationUsers: number;
}

export interface SuppliedFigures {
  column: string;
  /** K. */
  first: number;
  /** Users of the test part of whom there is a score of a candidate, and such candidates. */
  users: number;
  pairs: number;
  /** Null where there are no such users. */
  stages: StageAgreement[] | null;
}

/** K. */
const FIRST = 10;

export class Supplied {
  /** By user: the score of each candidate that has one at the test. */
  private readonly scores: ReadonlyMap<number, ScoredItems>;
  private readonly tallies;

  /** @throws RangeError where the rows have no such column of numbers */
  constructor(
    dataset: Dataset,
    private readonly column: string,
    stages: number,
  ) {
    this.scores = scoresAtTest(dataset, column);
    this.tallies = Array.from({ length: stages }, () => ({
      handedOn: 0,
      scored: 0,
      kept: 0,
      overlap: 0,
      overlapUsers: 0,
      correlation: 0,
      correlationUsers: 0,
    }));
  }

  /** @param at stage; @param lists what it hands on, best first */
  add(at: number, targets: readonly Target[], lists: readonly List[]): void {
    const tally = this.tallies[at]!;
    targets.forEach(({ user }, row) => {
      const scores = this.scores.get(user);
      if (!scores) return;
      const scored = [...lists[row]!].filter((item) => scores.has(item));
      const wanted = firstByScores([...scores.keys()], scores, FIRST);
      tally.handedOn += lists[row]!.length;
      tally.scored += scored.length;
      tally.kept += shareIn(wanted, scored);
      const overlap = overlapWithScores(scored, scores, FIRST);
      if (overlap !== null) {
        tally.overlap += overlap;
        tally.overlapUsers++;
      }
      const own = scored.map((item) => scores.get(item)!);
      const correlation = rankCorrelation([...own.keys()], own);
      if (correlation !== null) {
        tally.correlation -= correlation;
        tally.correlationUsers++;
      }
    });
  }

  get figures(): SuppliedFigures {
    const users = this.scores.size;
    const pairs = [...this.scores.values()].reduce((sum, { size }) => sum + size, 0);
    const over = (sum: number, of: number): number | null => (of === 0 ? null : sum / of);
    const stages = this.tallies.map(
      ({ handedOn, scored, kept, overlap, overlapUsers, correlation, correlationUsers }): StageAgreement => ({
        handedOn: handedOn / users,
        scored: scored / users,
        kept: kept / users,
        overlap: over(overlap, overlapUsers),
        overlapUsers,
        correlation: over(correlation, correlationUsers),
        correlationUsers,
      }),
    );
    return { column: this.column, first: FIRST, users, pairs, stages: users === 0 ? null : stages };
  }
}
