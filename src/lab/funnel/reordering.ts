/**
 * A supplied ranker behind all stages, of which only scores are known. It orders the list of a user whose every item
 * has a score, and leaves any other list as it was handed on: which items have a score often tells which were shown or
 * held out, and an order of those alone would hit by that. What is in no list that it orders it says nothing of.
 */
import type { Target } from '../../data/dataset';
import { rankCorrelation } from '../../data/rank-correlation';
import type { Metrics } from '../evaluate/metrics';
import { FinalLists } from './final-lists';
import type { ScoreLines, ScoresFile } from './scores-file';
import type { List } from './stage';

/** Averages over users; multiply-adds, time and tables of the ranker are not known. */
export interface ReorderedFigures {
  file: string;
  lines: ScoreLines;
  /** Items of a user that come in, and that go on at the most. */
  given: number;
  keep: number;
  /** Share of the items that come in with a score, and of the held-out ones among them; null where there are none. */
  scored: number | null;
  heldOutScored: number | null;
  /** As of a stage: users of whom any held-out item goes on, and held-out items. */
  hitRate: number;
  recall: number;
  users: number;
  /** Users whose list it orders. */
  ordered: number;
  /** Of these, the list as it was handed on and as it is ordered; null where there are none. */
  before: Metrics | null;
  after: Metrics | null;
  /** Spearman's of both orders, over those of these users who have one; null where there are none. */
  correlation: number | null;
}

export class Reordering {
  constructor(
    readonly file: ScoresFile,
    readonly keep: number,
  ) {}

  /** Null where it does not order the list. Of equal scores the item that came first stays first. */
  orderOf({ user }: Pick<Target, 'user'>, list: List): List | null {
    const scores = this.file.scores.get(user);
    if (!scores || !list.every((item) => scores.has(item))) return null;
    const places = [...list.keys()].sort((a, b) => scores.get(list[b]!)! - scores.get(list[a]!)! || a - b);
    return Uint32Array.from(places, (at) => list[at]!);
  }
}

export class ReorderTally {
  private users = 0;
  private given = 0;
  private scored = 0;
  private readonly heldOut = { given: 0, scored: 0 };
  private hits = 0;
  private recall = 0;
  private readonly before = new FinalLists();
  private readonly after = new FinalLists();
  private readonly correlations: number[] = [];

  constructor(private readonly reordering: Reordering) {}

  /** @param list as it is handed on; @returns what goes on */
  add(target: Target, list: List): List {
    const { file, keep } = this.reordering;
    const scores = file.scores.get(target.user);
    const own = this.reordering.orderOf(target, list);
    const last = (own ?? list).subarray(0, keep);
    this.users++;
    this.given += list.length;
    for (const item of list) {
      const [isHeldOut, isScored] = [target.items.includes(item), scores?.has(item) ?? false];
      this.scored += Number(isScored);
      this.heldOut.given += Number(isHeldOut);
      this.heldOut.scored += Number(isHeldOut && isScored);
    }
    const kept = target.items.filter((item) => last.includes(item)).length;
    this.hits += Number(kept > 0);
    this.recall += kept / target.items.length;
    if (own) {
      this.before.add(target, list.subarray(0, keep));
      this.after.add(target, last);
      const correlation = rankCorrelation(
        [...list.keys()].map((place) => -place),
        Array.from(list, (item) => scores!.get(item)!),
      );
      if (correlation !== null) this.correlations.push(correlation);
    }
    return last;
  }

  figures(itemCounts: Uint32Array): ReorderedFigures {
    const { file, keep } = this.reordering;
    const { users, given, heldOut, before, after, correlations } = this;
    const share = (part: number, of: number): number | null => (of === 0 ? null : part / of);
    const { size } = before;
    return {
      file: file.name,
      lines: file.lines,
      given: given / users,
      keep,
      scored: share(this.scored, given),
      heldOutScored: share(heldOut.scored, heldOut.given),
      hitRate: this.hits / users,
      recall: this.recall / users,
      users,
      ordered: size,
      before: size === 0 ? null : before.evaluation(itemCounts).metrics,
      after: size === 0 ? null : after.evaluation(itemCounts).metrics,
      correlation: share(
        correlations.reduce((sum, value) => sum + value, 0),
        correlations.length,
      ),
    };
  }
}
