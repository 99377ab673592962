/** Lists of accidental hits on the device, in buffers as long as the longest lists so far needed. */
import type { Tensor } from '@tensorflow/tfjs';
import type { AccidentalHits } from '../../../data/accidental-hits';
import { packHits } from '../../../engine/kernels/in-batch-softmax/hits';
import { Storage } from '../../../engine/storage';

/** Entries a list of accidental hits holds at first, per row. */
const FIRST_HITS = 8;

export class HitLists {
  private lists: Storage;

  constructor(private readonly rows: number) {
    this.lists = this.listsOf(FIRST_HITS * rows);
  }

  private listsOf(entries: number): Storage {
    return Storage.create('accidental hits', [this.rows + 1 + entries], 'int32');
  }

  /** Returns whether the tensor is another one now. */
  write({ start, column, kind }: AccidentalHits): boolean {
    const packed = packHits(start, column, kind);
    const grows = packed.length > this.lists.size;
    if (grows) {
      this.lists.dispose();
      this.lists = this.listsOf(2 * column.length);
    }
    this.lists.write(packed);
    return grows;
  }

  get tensor(): Tensor {
    return this.lists.tensor;
  }

  dispose(): void {
    this.lists.dispose();
  }
}
