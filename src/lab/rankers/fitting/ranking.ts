/** Figures of a fitted ranker, whichever way it ranks. */
import { firstFrom } from '../../../data/first-from';
import type { Dataset, Target } from '../../../data/dataset';
import { momentOf } from '../../../data/history';
import { type Evaluation, metricsOf, NO_ITEM, SHOWN } from '../../evaluate/metrics';
import { evaluateScorer, type Ranked, type RankOptions, rankScores, type Scorer } from '../../evaluate/rank';
import { noStandings, type Standings, UNRANKED } from '../../evaluate/standings';
import { takingTurns } from '../../turns';
import { removedOf } from './pasts';
import { type Products, productScores, rankProducts } from './products';
import { type Added, ScoreRow, ScoreRows, type RowScorer, type RowScorers } from './score-row';

/**
 * Ranks one target after the other.
 * @param removed distinct items that are no candidates
 * @param within nobody asks about places below it: where all items of a target are below, they may be unranked and the
 *   list empty
 */
export interface Ranks {
  rank(target: Target, removed: Uint32Array, within?: number): Ranked;
}

/**
 * Scores of the whole catalogue, scores that are the same for everybody but for a few items, or ranks without scores.
 */
export type Rankable = Scorer | RowScorer | Ranks;

export interface RankableOptions extends RankOptions {
  /** Figures of so many places and fewer are all that is asked for, and no lists: most targets then cost less. */
  within?: number;
}

/**
 * As `evaluateScorer`, to the last digit.
 * @throws Error for a score that is not a number
 */
export async function evaluateRankable(
  dataset: Dataset,
  targets: readonly Target[],
  rankable: Rankable,
  options: RankableOptions = {},
): Promise<Evaluation> {
  if (typeof rankable === 'function') return evaluateScorer(dataset, targets, rankable, options);
  if ('products' in rankable && rankable.products)
    return evaluateProducts(dataset, targets, rankable.products, options);
  const ranks = 'rank' in rankable ? rankable : ranksByRows(rankable);
  const order = 'ofMoment' in rankable && rankable.ofMoment ? inTime(dataset, targets) : targets.keys();
  const rankAll = (...asked: Parameters<Ranks['rank']>): Ranked[] => [ranks.rank(...asked)];
  return (await evaluateInOrder(dataset, targets, order, rankAll, 1, options))[0]!;
}

/** For each setting what `evaluateRankable` gives for a scorer of its own, at the cost of adding up once for all. */
export function evaluateSettings(
  dataset: Dataset,
  targets: readonly Target[],
  { base, settings, add }: RowScorers,
  options: RankableOptions = {},
): Promise<Evaluation[]> {
  const rows = new ScoreRows(base.length);
  const bySetting = Array.from({ length: settings }, (_, setting) => new RowRanks(base, rows.of(setting)));
  const rankAll = (...asked: Parameters<Ranks['rank']>): Ranked[] => {
    rows.clear();
    add(asked[0], rows);
    return bySetting.map((ranks) => ranks.rank(...asked));
  };
  return evaluateInOrder(dataset, targets, targets.keys(), rankAll, settings, options);
}

/** @param rankAll one target by each of so many `settings` */
async function evaluateInOrder(
  dataset: Dataset,
  targets: readonly Target[],
  order: Iterable<number>,
  rankAll: (...asked: Parameters<Ranks['rank']>) => Ranked[],
  settings: number,
  { ks, signal, onProgress, chunk = 64, within }: RankableOptions,
): Promise<Evaluation[]> {
  const all = Array.from({ length: settings }, () => ({
    ...noStandings(targets),
    shown: new Uint32Array(targets.length * SHOWN),
  }));
  const takeTurn = takingTurns(signal);
  let asked = 0;
  const starts = targets.map(({ items }) => (asked += items.length) - items.length);
  let done = 0;
  for (const t of order) {
    if (done % chunk === 0) {
      await takeTurn();
      onProgress?.(done / targets.length);
    }
    const target = targets[t]!;
    rankAll(target, removedOf(dataset, target), within).forEach((ranked, setting) => {
      const { greater, ties, shown } = all[setting]!;
      greater.set(ranked.greater, starts[t]!);
      ties.set(ranked.ties, starts[t]!);
      shown.set(ranked.shown, t * SHOWN);
    });
    done++;
  }
  onProgress?.(1);
  return all.map((ranked) => metricsOf({ targets, ...ranked }, dataset.split.itemCounts, ks));
}

/** Rows of vectors that are ranked in one go. */
const AT_ONCE = 512;

async function evaluateProducts(
  dataset: Dataset,
  targets: readonly Target[],
  products: Products,
  { ks, signal, onProgress }: RankOptions,
): Promise<Evaluation> {
  const standings = noStandings(targets);
  const shown = new Uint32Array(targets.length * SHOWN);
  const takeTurn = takingTurns(signal);
  let asked = 0;
  for (let from = 0; from < targets.length; from += AT_ONCE) {
    await takeTurn();
    onProgress?.(from / targets.length);
    const ranked = await rankProducts(dataset, targets.slice(from, from + AT_ONCE), products, signal);
    standings.greater.set(ranked.greater, asked);
    standings.ties.set(ranked.ties, asked);
    asked += ranked.ties.length;
    shown.set(ranked.shown, from * SHOWN);
  }
  onProgress?.(1);
  return metricsOf({ targets, ...standings, shown }, dataset.split.itemCounts, ks);
}

/** Places of targets by their moments: what is known at one is soon brought to the next. */
function inTime(dataset: Dataset, targets: readonly Target[]): Uint32Array {
  const moments = targets.map((target) => momentOf(dataset, target));
  return Uint32Array.from(moments.keys()).sort((a, b) => moments[a]! - moments[b]!);
}

/** Scores of every item, single precision: [targets x items]. */
export function scoresOf({ base, add, products }: RowScorer, targets: readonly Target[]): Float32Array {
  if (products) return productScores(products, targets);
  const row = new ScoreRow(base.length);
  const scores = new Float32Array(targets.length * base.length);
  targets.forEach((target, t) => {
    row.clear();
    add(target, row);
    for (let i = 0; i < base.length; i++) scores[t * base.length + i] = (row.has(i) ? row.sumOf(i) : 0) + base[i]!;
  });
  return scores;
}

function ranksByRows({ base, add }: RowScorer): Ranks {
  const row = new ScoreRow(base.length);
  const ranks = new RowRanks(base, row);
  return {
    rank(target, removed, within) {
      row.clear();
      add(target, row);
      return ranks.rank(target, removed, within);
    },
  };
}

/** Of a row, looked at first: among so many most targets are found to be below the places that count. */
const LOOKED = 1024;
/** Share of the catalogue from which on a row costs more than a stream through all scores. */
const MANY = 1 / 16;

/**
 * Ranks by what was added to a row. Counts by the order of the items that nothing was added to, which is the same for
 * every target, and goes through the others one by one.
 */
class RowRanks implements Ranks {
  private readonly order: BaseOrder;
  /** Of the items of the row at hand, in its order: what they score, and what they would score by their base alone. */
  private readonly scores: Float32Array;
  private readonly bases: Float32Array;
  private readonly isRemoved: Uint8Array;

  constructor(
    private readonly base: Float64Array,
    private readonly row: Added,
  ) {
    const items = base.length;
    this.order = orderOf(base);
    this.scores = new Float32Array(items);
    this.bases = new Float32Array(items);
    this.isRemoved = new Uint8Array(items);
  }

  rank(target: Target, removed: Uint32Array, within?: number): Ranked {
    const { row, isRemoved } = this;
    const looked = Math.min(row.size, LOOKED);
    const ofRow = (n: number): number => this.scoreOf(row.touched[n]!);
    const isBelow = (item: number): boolean => areAbove(this.scoreOf(item), within! + removed.length, looked, ofRow);
    if (within !== undefined && target.items.every(isBelow)) return nowhere(target);
    if (row.size > MANY * this.base.length) return this.ofAll(target, removed);
    this.score();
    for (const item of removed) isRemoved[item] = 1;
    const ranked = { ...this.standings(target.items, removed), shown: this.shown() };
    for (const item of removed) isRemoved[item] = 0;
    return ranked;
  }

  private ofAll({ items }: Target, removed: Uint32Array): Ranked {
    const { scores, row, base } = this;
    scores.set(this.order.own);
    for (let n = 0; n < row.size; n++) {
      const item = row.touched[n]!;
      scores[item] = row.sumOf(item) + base[item]!;
    }
    return rankScores(scores, items, removed);
  }

  private score(): void {
    const { row, scores, bases } = this;
    for (let n = 0; n < row.size; n++) {
      const item = row.touched[n]!;
      const base = this.base[item]!;
      const score = row.sumOf(item) + base;
      if (Number.isNaN(score)) throw new Error(`the score of item ${item} is not a number`);
      scores[n] = score;
      bases[n] = base;
    }
  }

  /** Single precision. */
  private scoreOf(item: number): number {
    const base = this.base[item]!;
    return Math.fround(this.row.has(item) ? this.row.sumOf(item) + base : base);
  }

  private standings(wanted: Uint32Array, removed: Uint32Array): Standings {
    const { row, scores, bases, order } = this;
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
        const base = bases[n]!;
        const score = scores[n]!;
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
    const { row, order, isRemoved, scores } = this;
    const list = new Uint32Array(SHOWN).fill(NO_ITEM);
    const best = new Float32Array(SHOWN);
    let filled = 0;
    const offer = (item: number, score: number): void => {
      const isBefore = (place: number): boolean =>
        score > best[place]! || (score === best[place]! && item < list[place]!);
      if (filled === SHOWN && !isBefore(SHOWN - 1)) return;
      let place = filled < SHOWN ? filled++ : SHOWN - 1;
      for (; place > 0 && isBefore(place - 1); place--) {
        list[place] = list[place - 1]!;
        best[place] = best[place - 1]!;
      }
      list[place] = item;
      best[place] = score;
    };
    for (let n = 0; n < row.size; n++) {
      if (filled === SHOWN && scores[n]! < best[SHOWN - 1]!) continue;
      const item = row.touched[n]!;
      if (isRemoved[item] === 0) offer(item, scores[n]!);
    }
    for (let n = 0; n < order.items.length; n++) {
      const score = order.sorted[n]!;
      if (filled === SHOWN && score < best[SHOWN - 1]!) break;
      const item = order.items[n]!;
      if (isRemoved[item] === 0 && !row.has(item)) offer(item, score);
    }
    return list;
  }
}

/** Whether so many of the first `count` scores are higher, found without a look at all of them. */
export function areAbove(own: number, many: number, count: number, scoreOf: (n: number) => number): boolean {
  let above = 0;
  for (let n = 0; n < count && above < many; n++) above += Number(scoreOf(n) > own);
  return above >= many;
}

/** Of a target that nobody asks about: it stands below all places that count. */
export const nowhere = ({ items }: Target): Ranked => ({
  greater: new Float64Array(items.length).fill(UNRANKED),
  ties: new Uint32Array(items.length),
  shown: new Uint32Array(SHOWN).fill(NO_ITEM),
});

/** The items by their base alone, best first, ties by lowest index. */
class BaseOrder {
  readonly items: Uint32Array;
  /** [items] Their scores, in the order of the catalogue and in this one. */
  readonly own: Float32Array;
  readonly sorted: Float32Array;

  constructor(base: Float64Array) {
    const scores = Float32Array.from(base);
    this.own = scores;
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
    return firstFrom(0, this.sorted.length, (at) => !isHere(this.sorted[at]!));
  }
}

const orders = new WeakMap<Float64Array, BaseOrder>();
/** Many scorers have the same base: it is sorted once. */
function orderOf(base: Float64Array): BaseOrder {
  const known = orders.get(base) ?? new BaseOrder(base);
  orders.set(base, known);
  return known;
}
