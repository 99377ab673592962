/**
 * How far a model's lists and orders are those of a ranker, beside the hits of both: a model may agree with its ranker
 * and hit seldom, or hit and be of another mind, and the literature disagrees about which of the two matters.
 *
 * Rank correlation is Spearman's over the ranker's first `DEPTH` items of a user. Over the whole catalogue it would be
 * that of thousands of items that neither shows; over what either has in front it would be below zero for two orders
 * that know nothing of each other, since what is in front with one alone is far behind with the other. Chosen by one of
 * the two orders, it is 0 for such.
 */
import type { Dataset, Target } from '../../data/dataset';
import { rankCorrelation } from '../../data/rank-correlation';
import { interval, type MeanInterval } from '../evaluate/interval';
import { DEFAULT_KS, idealGain } from '../evaluate/metrics';
import { removedItems } from '../evaluate/rank';
import { overlapWithScores, scoresAtTest } from '../evaluate/scored-pairs';
import { shareIn } from '../evaluate/share-in';
import { expectedGain, hitProbability, tieGroups, type Standings } from '../evaluate/standings';
import { takingTurns } from '../turns';
import { bestFirst, FUNNEL_USERS, type List, type Stage } from '../funnel/stage';
import type { Watch } from '../waits';

/** A mean over users with its 95 % interval (Student's t); null where it is told of nobody. */
export interface OverUsers {
  users: number;
  value: MeanInterval | null;
}

export interface Hits {
  hr: MeanInterval;
  ndcg: MeanInterval;
}

export interface AgreementAt {
  k: number;
  /** Of the full catalogue, over all users: those of the evaluation. */
  model: Hits;
  /** Null of a column, which ranks nothing. */
  ranker: Hits | null;
  /**
   * Of the ranker's first K the share that is among the first K of the model; over users with more than K candidates,
   * of a column with more than K scores.
   */
  overlap: OverUsers;
}

export interface Agreement {
  /** A model, or a column of the log with the scores of one. */
  kind: 'model' | 'column';
  /** Of the ranker: what its graph or its run is called, or the name of the column. */
  title: string;
  /** Tested. */
  users: number;
  at: AgreementAt[];
  /** Over users of whom there are two items of different scores with both. */
  correlation: OverUsers;
  /** The ranker's first so many items, which the correlation is of; null of a column: all that have a score. */
  depth: number | null;
  /** Of a column: users of whom there is a score of a candidate, and such pairs. */
  scored: { users: number; pairs: number } | null;
}

export const DEPTH = 100;

type Ranks = Pick<Stage, 'ranking' | 'scoresOf'>;

/**
 * Every user of the test part, the history of each left out. Nothing may change the weights meanwhile.
 * @param title of the ranker
 * @throws LabError (scores-not-finite); RangeError where nobody is tested; the signal's reason when aborted
 */
export async function agreementWithModel(
  dataset: Dataset,
  model: Ranks,
  ranker: Ranks,
  title: string,
  watch: Watch,
  ks: readonly number[] = DEFAULT_KS,
): Promise<Agreement> {
  const [own, theirs, tally] = [new HitTally(ks), new HitTally(ks), new Tally(ks)];
  const most = ks.reduce((a, b) => Math.max(a, b), DEPTH);
  await forChunks(dataset.split.test, watch, async (part, takeTurn) => {
    const lists = await own.rank(model, part, most);
    await takeTurn();
    const wanted = await theirs.rank(ranker, part, most);
    const front = wanted.map((list) => list.subarray(0, DEPTH));
    const [a, b] = [await model.scoresOf(part, front), await ranker.scoresOf(part, front)];
    part.forEach((target, row) => {
      const candidates = dataset.items.length - removedItems(dataset, target).length;
      tally.addOverlap((k) =>
        candidates > k ? shareIn(wanted[row]!.subarray(0, k), lists[row]!.subarray(0, k)) : null,
      );
      tally.addCorrelation(a[row]!, b[row]!);
    });
  });
  return { kind: 'model', title, depth: DEPTH, scored: null, ...figuresOf(dataset, tally, own, theirs) };
}

/**
 * The same beside the scores of a column, of the pairs that have one.
 * @throws as `agreementWithModel`; RangeError where the rows have no such column of numbers
 */
export async function agreementWithColumn(
  dataset: Dataset,
  model: Ranks,
  column: string,
  watch: Watch,
  ks: readonly number[] = DEFAULT_KS,
): Promise<Agreement> {
  const scores = scoresAtTest(dataset, column);
  const [own, tally] = [new HitTally(ks), new Tally(ks)];
  await forChunks(dataset.split.test, watch, async (part) => {
    await own.rank(model, part, 1);
    const asked = part.filter(({ user }) => scores.has(user));
    if (asked.length === 0) return;
    // Held-out items come first among the scores: of equal ones nothing may tell them.
    const items = asked.map(({ user }) => Uint32Array.from(scores.get(user)!.keys()).sort());
    const given = await model.scoresOf(asked, items);
    asked.forEach(({ user }, row) => {
      const wanted = scores.get(user)!;
      const ordered = bestFirst(given[row]!).map((at) => items[row]![at]!);
      tally.addOverlap((k) => overlapWithScores(ordered, wanted, k));
      tally.addCorrelation(
        given[row]!,
        Array.from(items[row]!, (item) => wanted.get(item)!),
      );
    });
  });
  const pairs = [...scores.values()].reduce((sum, { size }) => sum + size, 0);
  const scored = { users: scores.size, pairs };
  return { kind: 'column', title: column, depth: null, scored, ...figuresOf(dataset, tally, own, null) };
}

async function forChunks(
  targets: readonly Target[],
  { signal, onProgress }: Watch,
  visit: (part: readonly Target[], takeTurn: () => Promise<void>) => Promise<void>,
): Promise<void> {
  if (targets.length === 0) throw new RangeError('agreement: nobody is tested');
  const takeTurn = takingTurns(signal);
  for (let from = 0; from < targets.length; from += FUNNEL_USERS) {
    await takeTurn();
    const part = targets.slice(from, from + FUNNEL_USERS);
    await visit(part, takeTurn);
    onProgress((from + part.length) / targets.length);
  }
}

/** What a model hits, user by user, at each K. */
class HitTally {
  private readonly hr: number[][];
  private readonly ndcg: number[][];

  constructor(private readonly ks: readonly number[]) {
    [this.hr, this.ndcg] = [ks.map(() => []), ks.map(() => [])];
  }

  /** @returns the first `keep` of each target */
  async rank(stage: Ranks, part: readonly Target[], keep: number): Promise<List[]> {
    const { lists, standings } = await stage.ranking(part, keep);
    let from = 0;
    for (const { items } of part) this.add(standings, from, (from += items.length));
    return lists;
  }

  private add({ greater, ties }: Standings, from: number, to: number): void {
    const groups = tieGroups({ greater: greater.subarray(from, to), ties: ties.subarray(from, to) });
    this.ks.forEach((k, at) => {
      this.hr[at]!.push(hitProbability(groups, k));
      this.ndcg[at]!.push(expectedGain(groups, k) / idealGain(Math.min(to - from, k)));
    });
  }

  at(place: number): Hits {
    return { hr: interval(this.hr[place]!), ndcg: interval(this.ndcg[place]!) };
  }
}

/** How far two models agree, user by user. */
class Tally {
  readonly overlaps: number[][];
  readonly correlations: number[] = [];

  constructor(readonly ks: readonly number[]) {
    this.overlaps = ks.map(() => []);
  }

  addOverlap(overlapAt: (k: number) => number | null): void {
    this.ks.forEach((k, at) => {
      const overlap = overlapAt(k);
      if (overlap !== null) this.overlaps[at]!.push(overlap);
    });
  }

  addCorrelation(a: ArrayLike<number>, b: ArrayLike<number>): void {
    const correlation = rankCorrelation(Array.from(a), Array.from(b));
    if (correlation !== null) this.correlations.push(correlation);
  }
}

const overUsers = (values: readonly number[]): OverUsers => ({
  users: values.length,
  value: values.length === 0 ? null : interval(values),
});

const figuresOf = (
  { split }: Dataset,
  { ks, overlaps, correlations }: Tally,
  model: HitTally,
  ranker: HitTally | null,
): Pick<Agreement, 'users' | 'at' | 'correlation'> => ({
  users: split.test.length,
  at: ks.map((k, at) => ({
    k,
    model: model.at(at),
    ranker: ranker?.at(at) ?? null,
    overlap: overUsers(overlaps[at]!),
  })),
  correlation: overUsers(correlations),
});
