/** One model as a stage of a funnel: it retrieves from the catalogue, and orders what it is given. */
import { areFinite } from '../../engine/are-finite';
import type { Target } from '../../data/dataset';
import type { ItemIndex } from '../../engine/kernels/retrieval/item-index';
import { disposeVectors, rankerOf } from '../../engine/kernels/retrieval/retrieval';
import { NO_ITEM } from '../evaluate/metrics';
import { encodeTargets, rankChunk } from '../evaluate/model';
import { compressed, type TargetRanking } from '../evaluate/query';
import { removedItems } from '../evaluate/rank';
import { listsOf, rankInterests } from '../evaluate/rank-interests';
import { rankByScores } from '../evaluate/ranker';
import type { Standings } from '../evaluate/standings';
import { rowsOfTargets, scoresNotFinite } from '../evaluate/targets';
import type { Serving } from '../training/serving';
import { MOST_KEPT } from './cut-offs';
import { featureBytes } from './feature-bytes';
import { merged } from './merge';

/** Users at a time: as many as a ranker takes, some times over. */
export const FUNNEL_USERS = 64;

/** Items of one target, best first. */
export type List = Uint32Array;

export interface StageOptions {
  /** Whose vectors of items it scores, where they are another's: those of a person are everybody's. */
  items?: Serving;
  /**
   * Each active interest of a user retrieves as many items of the catalogue as the next, whatever its scores; else the
   * largest score of any interest decides. Of a model with one vector of a user the same.
   */
  byInterest?: boolean;
}

export class Stage {
  private index: ItemIndex | null = null;
  private readonly items: Serving;
  private readonly byInterest: boolean;
  private keepsItems = false;

  constructor(
    readonly serving: Serving,
    { items = serving, byInterest = false }: StageOptions = {},
  ) {
    this.items = items;
    this.byInterest = byInterest && serving.compiled.interestCount > 1;
  }

  get isRanker(): boolean {
    return this.serving.compiled.isRanker;
  }

  /** Multiply-adds of one user of whom so many items are scored; towers that scan their index score all of them. */
  workFor(candidates: number): number {
    const { multiplyAdds, indexWidth, interestCount } = this.serving.compiled;
    const each = this.isRanker ? multiplyAdds.item + multiplyAdds.pair : indexWidth * interestCount;
    return multiplyAdds.user + candidates * each;
  }

  /** Rows of tables that one user reads, and of a ranker those of so many items; those of towers are in the index. */
  featureBytesFor(candidates: number): number {
    const { user, item } = featureBytes(this.serving.compiled);
    return user + (this.isRanker ? candidates * item : 0);
  }

  /** Of the vectors of all items; 0 of a ranker. */
  get indexBytes(): number {
    return 4 * this.serving.compiled.indexWidth * this.serving.dataset.items.length;
  }

  /** The best `keep` of the full catalogue for each target, the items of its history left out. */
  async first(targets: readonly Target[], keep: number): Promise<List[]> {
    return this.byInterest ? this.firstOfInterests(targets, keep) : (await this.ranking(targets, keep)).lists;
  }

  /**
   * The full catalogue by the largest score of any interest: the best `keep` for each target, and where its held-out
   * items stand, target after target.
   * @throws LabError (scores-not-finite)
   */
  async ranking(targets: readonly Target[], keep: number): Promise<{ lists: List[]; standings: Standings }> {
    const { top, greater, ties } = await (this.isRanker
      ? this.rankedByPairs(targets, keep)
      : this.rankedByVectors(targets, keep));
    const most = top.length / targets.length;
    const lists = targets.map((_, row) => listed(top.subarray(row * most, (row + 1) * most)));
    return { lists, standings: { greater, ties } };
  }

  private rankedByPairs(targets: readonly Target[], keep: number): Promise<TargetRanking> {
    if (!this.keepsItems) this.serving.catalogueScorer.keepItems();
    this.keepsItems = true;
    return rankByScores(this.serving, targets, keep);
  }

  private rankedByVectors(targets: readonly Target[], keep: number): Promise<TargetRanking> {
    const { compiled, dataset, encoder } = this.serving;
    return rankChunk(encoder, dataset, this.encodedItems(), targets, compiled, Math.min(keep, dataset.items.length));
  }

  /**
   * The whole catalogue for one target, the items of its history left out: what `first` lists, and behind it the others
   * by their scores.
   */
  async whole(target: Target): Promise<List> {
    const { dataset } = this.serving;
    const [front] = this.byInterest ? await this.first([target], MOST_KEPT) : [new Uint32Array(0)];
    const out = new Set([...removedItems(dataset, target), ...front!]);
    const others = Uint32Array.from(dataset.items.keys()).filter((item) => !out.has(item));
    const [order] = await this.order([target], [others]);
    return Uint32Array.from([...front!, ...order!]);
  }

  private async firstOfInterests(targets: readonly Target[], keep: number): Promise<List[]> {
    const { compiled, dataset, encoder } = this.serving;
    const most = Math.min(keep, dataset.items.length);
    const users = encodeTargets(encoder, dataset, targets, compiled);
    try {
      const removed = targets.map((target) => removedItems(dataset, target));
      const found = await rankInterests(users, this.encodedItems(), removed, most);
      return targets.map((_, row) => {
        const lists = listsOf(found, row, most).map(({ items }) => Uint32Array.from(items, ({ item }) => item));
        return merged(
          lists.map((items) => ({ items, weight: 1 })),
          'quota',
          most,
        );
      });
    } finally {
      disposeVectors(users);
    }
  }

  /** Each target's own candidates, best first; of equal scores the one that came first stays first. */
  async order(targets: readonly Target[], candidates: readonly List[]): Promise<List[]> {
    const scores = await this.scoresOf(targets, candidates);
    return candidates.map((list, row) => Uint32Array.from(bestFirst(scores[row]!), (at) => list[at]!));
  }

  /** By candidate of each target. @throws LabError (scores-not-finite) */
  async scoresOf(targets: readonly Target[], candidates: readonly List[]): Promise<Float32Array[]> {
    const scores = this.isRanker ? await this.byPair(targets, candidates) : await this.byVectors(targets, candidates);
    if (!scores.every((own) => areFinite(own))) throw scoresNotFinite();
    return scores;
  }

  private async byPair(targets: readonly Target[], candidates: readonly List[]): Promise<Float32Array[]> {
    const { compiled, dataset, scorer } = this.serving;
    const found: Float32Array[] = [];
    for (let from = 0; from < targets.length; from += scorer.users) {
      const part = targets.slice(from, from + scorer.users);
      const own = candidates.slice(from, from + scorer.users);
      // Lists of one length: a short one is filled up with an item whose score nobody reads.
      const length = own.reduce((most, list) => Math.max(most, list.length), 1);
      const lists = new Uint32Array(part.length * length);
      own.forEach((list, row) => lists.set(list, row * length));
      const scores = await scorer.score(rowsOfTargets(dataset, part, compiled), lists);
      own.forEach((list, row) => found.push(scores.subarray(row * length, row * length + list.length)));
    }
    return found;
  }

  private async byVectors(targets: readonly Target[], candidates: readonly List[]): Promise<Float32Array[]> {
    const { compiled, dataset, encoder } = this.serving;
    const ranker = rankerOf(this.encodedItems());
    const users = encodeTargets(encoder, dataset, targets, compiled);
    try {
      const asked = { users: targets.length, k: 0, seen: none(targets.length), targets: compressed(candidates) };
      await ranker.add(users, asked);
      const [result] = await ranker.take();
      let from = 0;
      return candidates.map(({ length }) => result!.scores.subarray(from, (from += length)));
    } finally {
      disposeVectors(users);
      ranker.dispose();
    }
  }

  private encodedItems(): ItemIndex {
    this.index ??= this.items.encoder.encodeItems();
    return this.index;
  }

  /** What it made; the model stays. */
  dispose(): void {
    this.index?.dispose();
  }
}

/** Places of scores, the highest first; of equal ones the first stays first. */
export const bestFirst = (scores: Float32Array): number[] =>
  [...scores.keys()].sort((a, b) => scores[b]! - scores[a]! || a - b);

const listed = (top: Uint32Array): List => top.filter((item) => item !== NO_ITEM);
const none = (rows: number) => ({ start: new Uint32Array(rows + 1), items: new Uint32Array(0) });
