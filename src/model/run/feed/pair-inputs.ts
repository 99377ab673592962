/**
 * What the objectives read of a batch, in fixed buffers: how often its items stand as columns, which are no negatives,
 * what a row counts.
 */
import type { SampledColumns } from '../../../data/sampled-columns';
import { hitsByColumn } from '../../../engine/kernels/in-batch-softmax/hits';
import { Storage } from '../../../engine/storage';
import type { Pairs } from '../../blocks/block';
import type { Feed, Given } from '../abilities/ability';
import { HitLists } from './hit-lists';

/** The buffers behind `Pairs` for batches of `size` positives. Lists nobody reads stay empty. */
export class PairInputs implements Feed {
  private readonly vectors: { logQ: Storage; weight: Storage; realColumn: Storage };
  /** Of all columns, where some are sampled. */
  private readonly columns: { logQ: Storage; realColumn: Storage; real: Float32Array } | null;
  private readonly hits: HitLists;
  private readonly columnHits: HitLists;

  constructor(
    size: number,
    private readonly reads: { readsHits: boolean; readsColumnHits: boolean; sampled: SampledColumns | null },
  ) {
    const vector = (name: string, length = size) => Storage.create(name, [length], 'float32');
    const all = size + (reads.sampled?.count ?? 0);
    this.vectors = { logQ: vector('log q'), weight: vector('row weights'), realColumn: vector('real columns') };
    this.columns = reads.sampled && {
      logQ: vector('log q of all columns', all),
      realColumn: vector('all real columns', all),
      real: new Float32Array(all).fill(1),
    };
    this.hits = new HitLists(size);
    this.columnHits = new HitLists(size);
  }

  /** Returns whether `pairs` is another one now: a batch had more accidental hits than any before. */
  submit({ batch }: Given): boolean {
    if (!batch) return false;
    const { logQ, weight, realColumn } = this.vectors;
    logQ.write(batch.logQ);
    weight.write(batch.weight);
    realColumn.write(batch.realColumn);
    if (this.columns) {
      this.columns.real.set(batch.realColumn);
      this.columns.realColumn.write(this.columns.real);
      this.columns.logQ.write(batch.mixedLogQ);
    }
    const grew = this.reads.readsHits && this.hits.write(batch.hits);
    return (this.reads.readsColumnHits && this.columnHits.write(hitsByColumn(batch.hits))) || grew;
  }

  get pairs(): Pairs {
    const { logQ, weight, realColumn } = this.vectors;
    return {
      layout: 'diagonal',
      logQ: logQ.tensor,
      weight: weight.tensor,
      realColumn: realColumn.tensor,
      hits: this.hits.tensor,
      columnHits: this.columnHits.tensor,
      sampled: this.columns && { logQ: this.columns.logQ.tensor, realColumn: this.columns.realColumn.tensor },
    };
  }

  dispose(): void {
    for (const storage of Object.values(this.vectors)) storage.dispose();
    this.columns?.logQ.dispose();
    this.columns?.realColumn.dispose();
    this.hits.dispose();
    this.columnHits.dispose();
  }
}
