/**
 * Stages behind each other: the first takes its best of the catalogue, each other one the best of what it is given.
 * What is lost on the way cannot come back, so every stage is held against what the next would have chosen by itself.
 */
import type { Target } from '../../data/dataset';
import { createRandom } from '../../data/random';
import { rankCorrelation } from '../../data/rank-correlation';
import type { Evaluation, Metrics } from '../evaluate/metrics';
import { shareIn } from '../evaluate/share-in';
import { takingTurns } from '../turns';
import { Contributions, type SourceFigures } from './contributions';
import { FinalLists } from './final-lists';
import type { FunnelStage } from './funnel-stage';
import { ReorderTally, type ReorderedFigures, type Reordering } from './reordering';
import { FUNNEL_USERS, type List } from './stage';
import { Supplied, type SuppliedFigures } from './supplied';

export interface StageFigures {
  isRanker: boolean;
  /** Items of a user that come in, on average, and that go on at the most. */
  given: number;
  keep: number;
  /** Share of the users of whom any held-out item goes on, and of their held-out items; averages over users. */
  hitRate: number;
  recall: number;
  /**
   * Of what the next stage would keep if it ranked the whole catalogue, the share that this one hands on; of a sample
   * of users. Null of the last.
   */
  ofNext: number | null;
  /** Overlap@K: of the next stage's first K of the whole catalogue, those among the first K of this one; see `SAME`. */
  overlap: number | null;
  /**
   * Spearman's correlation of the order in which items are handed on with the next stage's order of them; average over
   * the users of whom there are at least two. Null of the last.
   */
  correlation: number | null;
  /** Multiply-adds of one user. */
  work: number;
  /** Of the clock, of one user, with all readbacks. */
  milliseconds: number;
  indexBytes: number;
  /** Read of tables for one user, with all of his past that is asked for. */
  featureBytes: number;
  /** Where several models are merged. */
  sources: SourceFigures[] | null;
}

export interface Funnel {
  stages: StageFigures[];
  /** Of the list at the end; what a stage left out is no candidate any more and counts as a miss. */
  metrics: Metrics;
  /** Users of whom `ofNext` is. */
  sampled: number;
  /** Beside the scores of a column of the log, where one was asked for. */
  supplied: SuppliedFigures | null;
  /** By the scores of a file behind the last stage, where there is one. */
  reordered: ReorderedFigures | null;
}

interface Asked {
  /** A column with the scores of a ranker, to compare the stages with. */
  scores?: string | null;
  /** What orders the lists of the last stage. */
  reordering?: Reordering | null;
  /** Is told what the last stage hands on of each target. */
  handedOn?: (target: Target, list: List) => void;
  signal: AbortSignal;
  onProgress: (share: number) => void;
}

/** Users whose catalogue the later stages rank in full, to see what was lost: standard error .5 / sqrt(100) = .05. */
const SAMPLE = 100;
/** K of the overlap, at the most. */
const SAME = 10;
/** The same ones each time. */
const SEED = 1;

/**
 * @param stages at least one
 * @returns the figures of each user beside the means
 * @throws LabError (scores-not-finite); RangeError where there is no such column; the signal's reason when aborted
 */
export async function runFunnel(
  stages: readonly FunnelStage[],
  targets: readonly Target[],
  { signal, onProgress, scores = null, reordering = null, handedOn }: Asked,
): Promise<Funnel & Evaluation> {
  const { dataset } = stages[0]!;
  const takeTurn = takingTurns(signal);
  const tallies = stages.map(() => ({ given: 0, hits: 0, recall: 0, milliseconds: 0, correlation: 0, ordered: 0 }));
  const final = new FinalLists();
  const sample = new Set(
    createRandom(SEED, 'funnel sample').shuffle(Uint32Array.from(targets.keys())).subarray(0, SAMPLE),
  );
  const sampledTallies = stages.map(() => ({ ofNext: 0, overlap: 0 }));
  const contributions = stages.map((stage) => (stage.isMerged ? new Contributions(stage) : null));
  const supplied = scores === null ? null : new Supplied(dataset, scores, stages.length);
  const reordered = reordering && new ReorderTally(reordering);
  for (let from = 0; from < targets.length; from += FUNNEL_USERS) {
    const part = targets.slice(from, from + FUNNEL_USERS);
    const sampled = part.flatMap((target, row) => (sample.has(from + row) ? [{ target, row }] : []));
    let lists: List[] = [];
    for (const [at, stage] of stages.entries()) {
      await takeTurn();
      const tally = tallies[at]!;
      const given = lists;
      tally.given += at === 0 ? part.length * dataset.items.length : given.reduce((sum, { length }) => sum + length, 0);
      const began = performance.now();
      const found = at === 0 ? await stage.first(part) : await stage.order(part, given);
      lists = found.lists.map((list) => list.subarray(0, stage.keep));
      tally.milliseconds += performance.now() - began;
      if (at > 0) addCorrelations(tallies[at - 1]!, given, found.lists);
      contributions[at]?.add(part, found);
      supplied?.add(at, part, lists);
      part.forEach(({ items }, row) => {
        const kept = items.filter((item) => lists[row]!.includes(item)).length;
        tally.hits += kept > 0 ? 1 : 0;
        tally.recall += kept / items.length;
      });
      const next = stages[at + 1];
      if (!next || sampled.length === 0) continue;
      const { lists: wanted } = await next.first(sampled.map(({ target }) => target));
      sampled.forEach(({ row }, i) => {
        const [own, others] = [lists[row]!, wanted[i]!];
        const k = Math.min(SAME, others.length);
        sampledTallies[at]!.ofNext += shareIn(others, own);
        sampledTallies[at]!.overlap += shareIn(others.subarray(0, k), own.subarray(0, k));
      });
    }
    part.forEach((target, row) => {
      handedOn?.(target, lists[row]!);
      final.add(target, reordered?.add(target, lists[row]!) ?? lists[row]!);
    });
    onProgress((from + part.length) / targets.length);
  }
  const users = targets.length;
  return {
    stages: stages.map((stage, at): StageFigures => {
      const { given, hits, recall, milliseconds, correlation, ordered } = tallies[at]!;
      const ofSample = (sum: number) => (at + 1 < stages.length ? sum / sample.size : null);
      return {
        isRanker: stage.isRanker,
        given: given / users,
        keep: stage.keep,
        hitRate: hits / users,
        recall: recall / users,
        ofNext: ofSample(sampledTallies[at]!.ofNext),
        overlap: ofSample(sampledTallies[at]!.overlap),
        correlation: ordered === 0 ? null : correlation / ordered,
        work: stage.workFor(given / users),
        milliseconds: milliseconds / users,
        indexBytes: stage.indexBytes,
        featureBytes: stage.featureBytesFor(given / users),
        sources: contributions[at]?.figures(given / users) ?? null,
      };
    }),
    ...final.evaluation(dataset.split.itemCounts),
    sampled: sample.size,
    supplied: supplied?.figures ?? null,
    reordered: reordered?.figures(dataset.split.itemCounts) ?? null,
  };
}

/** @param given the lists as they were handed on; @param ordered as the next stage has them */
function addCorrelations(
  tally: { correlation: number; ordered: number },
  given: readonly List[],
  ordered: readonly List[],
): void {
  given.forEach((list, row) => {
    const places = new Map([...ordered[row]!].map((item, place) => [item, place]));
    const found = rankCorrelation(
      [...list.keys()],
      Array.from(list, (item) => places.get(item)!),
    );
    if (found === null) return;
    tally.correlation += found;
    tally.ordered++;
  });
}
