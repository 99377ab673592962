/** What each source of a merged stage gives to its list: alone, together with others, and what goes without it. */
import type { Target } from '../../data/dataset';
import { interval, type MeanInterval } from '../evaluate/interval';
import type { Found, FunnelStage } from './funnel-stage';
import type { List } from './stage';

/** Averages over users; K is the cut-off of the stage. */
export interface SourceFigures {
  /** Of all weights. */
  share: number;
  /** Of the merged K items: the share that is among the first K of the source, and that is so of no other source. */
  listed: number;
  alone: number;
  /** [sources] of the first K of the source, the share that is among the first K of the other; 1 of itself. */
  overlap: number[];
  /** Recall of the first K of the source by itself. */
  recall: number;
  /** Recall that the merged K lose where the source is taken out and its places go to the others. */
  adds: MeanInterval;
  /** Multiply-adds of one user. */
  work: number;
}

export class Contributions {
  private readonly sums: { listed: number; alone: number; recall: number; overlap: number[] }[];
  /** [sources][users] */
  private readonly losses: number[][];
  private users = 0;

  constructor(private readonly stage: FunnelStage) {
    const { sources } = stage;
    this.sums = sources.map(() => ({ listed: 0, alone: 0, recall: 0, overlap: sources.map(() => 0) }));
    this.losses = sources.map(() => []);
  }

  add(targets: readonly Target[], { lists, bySource }: Found): void {
    const { keep, sources } = this.stage;
    this.users += targets.length;
    targets.forEach(({ items }, row) => {
      const list = lists[row]!.subarray(0, keep);
      const own = sources.map((_, at) => new Set(bySource[at]![row]!.subarray(0, keep)));
      const recall = recallOf(items, new Set(list));
      this.sums.forEach((sum, at) => {
        const others = own.toSpliced(at, 1);
        const listed = list.filter((item) => own[at]!.has(item));
        sum.listed += share(listed.length, list.length);
        sum.alone += share(listed.filter((item) => !others.some((other) => other.has(item))).length, list.length);
        sum.recall += recallOf(items, own[at]!);
        own.forEach((other, by) => (sum.overlap[by]! += shareIn(own[at]!, other)));
        const without = this.stage.merge(bySource, row, keep, at);
        this.losses[at]!.push(recall - recallOf(items, new Set(without)));
      });
    });
  }

  /** @param candidates that a user's sources score */
  figures(candidates: number): SourceFigures[] {
    const { sources } = this.stage;
    const all = sources.reduce((sum, { weight }) => sum + weight, 0);
    return this.sums.map(({ listed, alone, recall, overlap }, at) => ({
      share: sources[at]!.weight / all,
      listed: listed / this.users,
      alone: alone / this.users,
      recall: recall / this.users,
      overlap: overlap.map((sum) => sum / this.users),
      adds: interval(this.losses[at]!),
      work: sources[at]!.stage.workFor(candidates),
    }));
  }
}

const shareIn = (items: ReadonlySet<number>, others: ReadonlySet<number>): number =>
  share([...items].filter((item) => others.has(item)).length, items.size);
const share = (part: number, of: number): number => (of === 0 ? 0 : part / of);
const recallOf = (items: List, found: ReadonlySet<number>): number =>
  share(items.filter((item) => found.has(item)).length, items.length);
