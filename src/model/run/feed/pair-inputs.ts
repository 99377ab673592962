/**
 * What the objectives read of a batch, in fixed buffers: how often its items stand as columns, which are no negatives,
 * what a row counts.
 */
import type { Positives } from '../../../data/positives';
import type { SampledColumns } from '../../../data/sampled-columns';
import { hitWords, writeHits } from '../../../engine/kernels/in-batch-softmax/hits';
import { Storage } from '../../../engine/storage';
import type { Pairs } from '../../blocks/block';
import type { Feed, Given } from '../abilities/ability';

/** What tells the accidental hits of a batch: words of the step in front, then the positives of all users. */
class HitInputs {
  readonly storage: Storage;
  private readonly words: Uint32Array;

  constructor(
    rows: number,
    sampled: number,
    private readonly positives: Positives,
  ) {
    this.words = new Uint32Array(hitWords(rows, sampled));
    const all = new Uint32Array(this.words.length + positives.item.length);
    all.set(positives.item, this.words.length);
    this.storage = Storage.create('items taken by each user in training', [all.length], 'int32', all);
  }

  prepare({ batch }: Given): void {
    if (batch) writeHits(this.words, this.positives, batch);
  }

  submit(): void {
    this.storage.write(this.words);
  }
}

/** The buffers behind `Pairs` for batches of `size` positives. */
export class PairInputs implements Feed {
  private readonly vectors: { logQ: Storage; weight: Storage; realColumn: Storage };
  /** Of all columns, where some are sampled. */
  private readonly columns: { logQ: Storage; realColumn: Storage; real: Float32Array } | null;
  private readonly hits: HitInputs | null;

  /**
   * @param reads positives null where nobody reads hits
   * @throws LimitError where the positives do not fit one buffer
   */
  constructor(size: number, { positives, sampled }: { positives: Positives | null; sampled: SampledColumns | null }) {
    const vector = (name: string, length = size) => Storage.create(name, [length], 'float32');
    const all = size + (sampled?.count ?? 0);
    this.hits = positives && new HitInputs(size, all - size, positives);
    this.vectors = { logQ: vector('log q'), weight: vector('row weights'), realColumn: vector('real columns') };
    this.columns = sampled && {
      logQ: vector('log q of all columns', all),
      realColumn: vector('all real columns', all),
      real: new Float32Array(all).fill(1),
    };
  }

  prepare(given: Given): void {
    this.hits?.prepare(given);
  }

  submit({ batch }: Given): void {
    if (!batch) return;
    const { logQ, weight, realColumn } = this.vectors;
    logQ.write(batch.logQ);
    weight.write(batch.weight);
    realColumn.write(batch.realColumn);
    if (this.columns) {
      this.columns.real.set(batch.realColumn);
      this.columns.realColumn.write(this.columns.real);
      this.columns.logQ.write(batch.mixedLogQ);
    }
    this.hits?.submit();
  }

  get pairs(): Pairs {
    const { logQ, weight, realColumn } = this.vectors;
    return {
      layout: 'diagonal',
      logQ: logQ.tensor,
      weight: weight.tensor,
      realColumn: realColumn.tensor,
      // Nobody reads it where there are none.
      hits: (this.hits?.storage ?? logQ).tensor,
      sampled: this.columns && { logQ: this.columns.logQ.tensor, realColumn: this.columns.realColumn.tensor },
    };
  }

  dispose(): void {
    for (const storage of Object.values(this.vectors)) storage.dispose();
    this.columns?.logQ.dispose();
    this.columns?.realColumn.dispose();
    this.hits?.storage.dispose();
  }
}
