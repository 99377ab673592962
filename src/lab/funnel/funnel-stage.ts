/** A stage of a funnel: one model, or several whose lists are merged by weights. */
import type { Target } from '../../data/dataset';
import { merged, RRF_DEPTH, type MergeRule } from './merge';
import type { List, Stage } from './stage';

export interface Source {
  stage: Stage;
  /** Above 0, relative to those of the other sources. */
  weight: number;
}

export interface Found {
  /** [targets] what the stage makes of its sources, best first. */
  lists: List[];
  /** [sources][targets] the list of each source. */
  bySource: List[][];
}

export class FunnelStage {
  /**
   * @param sources at least one
   * @param keep so many go on to the next stage, or make the list
   */
  constructor(
    readonly sources: readonly Source[],
    readonly keep: number,
    readonly rule: MergeRule = 'quota',
  ) {}

  static alone(stage: Stage, keep: number): FunnelStage {
    return new FunnelStage([{ stage, weight: 1 }], keep);
  }

  get dataset() {
    return this.sources[0]!.stage.serving.dataset;
  }

  get isMerged(): boolean {
    return this.sources.length > 1;
  }

  get isRanker(): boolean {
    return this.sources.every(({ stage }) => stage.isRanker);
  }

  /** Multiply-adds of one user. @param candidates of which each source scores all */
  workFor(candidates: number): number {
    return this.sources.reduce((sum, { stage }) => sum + stage.workFor(candidates), 0);
  }

  /** Of tables, of one user. @param candidates as in `workFor` */
  featureBytesFor(candidates: number): number {
    return this.sources.reduce((sum, { stage }) => sum + stage.featureBytesFor(candidates), 0);
  }

  get indexBytes(): number {
    return this.sources.reduce((sum, { stage }) => sum + stage.indexBytes, 0);
  }

  /** The best `keep` of the catalogue. */
  first(targets: readonly Target[]): Promise<Found> {
    const depth = this.isMerged && this.rule === 'rrf' ? Math.max(RRF_DEPTH, this.keep) : this.keep;
    return this.mergedOf((stage) => stage.first(targets, depth), this.keep);
  }

  /** All that each target is given, best first. */
  order(targets: readonly Target[], given: readonly List[]): Promise<Found> {
    return this.mergedOf((stage) => stage.order(targets, given), Infinity);
  }

  /** The whole catalogue for one target. */
  whole(target: Target): Promise<Found> {
    return this.mergedOf(async (stage) => [await stage.whole(target)], Infinity);
  }

  private async mergedOf(listsOf: (stage: Stage) => Promise<List[]>, most: number): Promise<Found> {
    const bySource: List[][] = [];
    for (const { stage } of this.sources) bySource.push(await listsOf(stage));
    return { lists: bySource[0]!.map((_, row) => this.merge(bySource, row, most)), bySource };
  }

  /** @param without a source that is left out, where there are several */
  merge(bySource: readonly List[][], row: number, most: number, without: number | null = null): List {
    const lists = this.sources.map(({ weight }, at) => ({ items: bySource[at]![row]!, weight }));
    return merged(without === null ? lists : lists.toSpliced(without, 1), this.rule, most);
  }
}
