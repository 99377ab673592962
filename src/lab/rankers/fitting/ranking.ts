/** Figures of a fitted ranker, whichever way it ranks. */
import type { Dataset, Target } from '../../../data/dataset';
import { type Evaluation, metricsOf, NO_ITEM, SHOWN } from '../../evaluate/metrics';
import { evaluateScorer, type RankOptions, type Scorer, standingsOf, topItems } from '../../evaluate/rank';
import { noStandings, type Standings, UNRANKED } from '../../evaluate/standings';
import { takingTurns } from '../../evaluate/turns';
import { removedOf } from './pasts';
import { ScoreRow, type RowScorer } from './score-row';

/** Where the items of a target stand, and the first `SHOWN` items of its list (`NO_ITEM` where there are fewer). */
export interface Ranked extends Standings {
  shown: Uint32Array;
}

/** Ranks one target after the other. @param removed distinct items that are no candidates */
export interface Ranks {
  rank(target: Target, removed: Uint32Array): Ranked;
}

/** Scores of the whole catalogue, scores that are the same for everybody but for a few items, or ranks without scores. */
export type Rankable = Scorer | RowScorer | Ranks;

/**
 * As `evaluateScorer`, to the last digit.
 * @throws Error for a score that is not a number
 */
export async function evaluateRankable(
  dataset: Dataset,
  targets: readonly Target[],
  rankable: Rankable,
  options: RankOptions = {},
): Promise<Evaluation> {
  if (typeof rankable === 'function') return evaluateScorer(dataset, targets, rankable, options);
  const { ks, signal, onProgress, chunk = 64 } = options;
  const ranks = 'rank' in rankable ? rankable : new RowRanks(rankable);
  const standings = noStandings(targets);
  const shown = new Uint32Array(targets.length * SHOWN);
  const takeTurn = takingTurns(signal);
  let asked = 0;
  for (const [t, target] of targets.entries()) {
    if (t % chunk === 0) {
      await takeTurn();
      onProgress?.(t / targets.length);
    }
    const ranked = ranks.rank(target, removedOf(dataset, target));
    standings.greater.set(ranked.greater, asked);
    standings.ties.set(ranked.ties, asked);
    asked += target.items.length;
    shown.set(ranked.shown, t * SHOWN);
  }
  onProgress?.(1);
  return metricsOf({ targets, ...standings, shown }, dataset.split.itemCounts, ks);
}

/** Scores of every item, single precision: [targets x items]. */
export function scoresOf({ base, add }: RowScorer, targets: readonly Target[]): Float32Array {
  const row = new ScoreRow(base.length);
  const scores = new Float32Array(targets.length * base.length);
  targets.forEach((target, t) => {
    row.clear();
    add(target, row);
    for (let i = 0; i < base.length; i++) scores[t * base.length + i] = row.values[i]! + base[i]!;
  });
  return scores;
}

/**
 * Counts by the order of the items that nothing was added to, which is the same for every target, and goes through the
 * others one by one.
 */
class RowRanks implements Ranks {
  private readonly row: ScoreRow;
  private readonly order: BaseOrder;
  /** [items] Of the target at hand: right for the items of its row. */
  private readonly scores: Float32Array;
  private readonly isRemoved: Uint8Array;

  constructor(private readonly scorer: RowScorer) {
    const items = scorer.base.length;
    this.row = new ScoreRow(items);
    this.order = orderOf(scorer.base);
    this.scores = new Float32Array(items);
    this.isRemoved = new Uint8Array(items);
  }

  rank(target: Target, removed: Uint32Array): Ranked {
    const { row, scores, isRemoved, scorer } = this;
    row.clear();
    scorer.add(target, row);
    for (let n = 0; n < row.size; n++) {
      const item = row.touched[n]!;
      scores[item] = row.values[item]! + scorer.base[item]!;
      if (Number.isNaN(scores[item])) throw new Error(`the score of item ${item} is not a number`);
    }
    if (row.isFull) return { ...standingsOf(scores, target.items, removed), shown: topItems(scores, SHOWN, removed) };
    for (const item of removed) isRemoved[item] = 1;
    const ranked = { ...this.standings(target.items, removed), shown: this.shown() };
    for (const item of removed) isRemoved[item] = 0;
    return ranked;
  }

  private scoreOf(item: number): number {
    return this.row.has(item) ? this.scores[item]! : this.order.scores[item]!;
  }

  private standings(wanted: Uint32Array, removed: Uint32Array): Standings {
    const { row, scores, order } = this;
    const standings: Standings = { greater: new Float64Array(wanted.length), ties: new Uint32Array(wanted.length) };
    wanted.forEach((item, at) => {
      if (this.isRemoved[item] === 1) {
        standings.greater[at] = UNRANKED;
        return;
      }
      const own = this.scoreOf(item);
      let greater = order.above(own);
      let level = order.from(own) - greater;
      // The items of the row leave the places of their base and take those of their scores.
      for (let n = 0; n < row.size; n++) {
        const other = row.touched[n]!;
        const base = order.scores[other]!;
        const score = scores[other]!;
        if (base > own) greater--;
        else if (base === own) level--;
        if (score > own) greater++;
        else if (score === own) level++;
      }
      for (const other of removed) {
        const score = this.scoreOf(other);
        if (score > own) greater--;
        else if (score === own) level--;
      }
      standings.greater[at] = greater;
      standings.ties[at] = level - 1;
    });
    return standings;
  }

  /** Best first, ties by lowest index. */
  private shown(): Uint32Array {
    const { row, order, isRemoved } = this;
    const list = new Uint32Array(SHOWN).fill(NO_ITEM);
    let filled = 0;
    const isBefore = (item: number, other: number): boolean => {
      const [score, least] = [this.scoreOf(item), this.scoreOf(other)];
      return score > least || (score === least && item < other);
    };
    const offer = (item: number): void => {
      if (filled === SHOWN && !isBefore(item, list[SHOWN - 1]!)) return;
      let place = filled < SHOWN ? filled++ : SHOWN - 1;
      for (; place > 0 && isBefore(item, list[place - 1]!); place--) list[place] = list[place - 1]!;
      list[place] = item;
    };
    for (let n = 0; n < row.size; n++) if (isRemoved[row.touched[n]!] === 0) offer(row.touched[n]!);
    for (const item of order.items) {
      if (filled === SHOWN && order.scores[item]! < this.scoreOf(list[SHOWN - 1]!)) break;
      if (!row.has(item) && isRemoved[item] === 0) offer(item);
    }
    return list;
  }
}

/** The items by their base alone, best first, ties by lowest index. */
class BaseOrder {
  readonly items: Uint32Array;
  /** [items] By item. */
  readonly scores: Float32Array;
  /** [items] In order, descending. */
  private readonly sorted: Float32Array;

  constructor(base: Float64Array) {
    const scores = Float32Array.from(base);
    this.scores = scores;
    this.items = Uint32Array.from(base.keys()).sort((a, b) => scores[b]! - scores[a]! || a - b);
    this.sorted = Float32Array.from(this.items, (item) => scores[item]!);
  }

  /** Items of a higher score. */
  above(score: number): number {
    return this.until((other) => other > score);
  }

  /** Items of that score or a higher one. */
  from(score: number): number {
    return this.until((other) => other >= score);
  }

  private until(isHere: (score: number) => boolean): number {
    let [low, high] = [0, this.sorted.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (isHere(this.sorted[middle]!)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

const orders = new WeakMap<Float64Array, BaseOrder>();
/** Many scorers have the same base: it is sorted once. */
function orderOf(base: Float64Array): BaseOrder {
  const known = orders.get(base) ?? new BaseOrder(base);
  orders.set(base, known);
  return known;
}
