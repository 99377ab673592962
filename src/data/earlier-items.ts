/**
 * Items of the newest rows of the batches before a step, in the slots of a ring: those whose vectors a training step
 * keeps for cross-batch negatives (Wang et al., "Cross-Batch Negative Sampling for Training Two-Tower Recommenders",
 * SIGIR 2021). A pure function of the step; kept from step to step, since each adds the rows of one batch.
 */
export interface EarlierColumns {
  /** [N] */
  items: Uint32Array;
  /** [N] steps since the column was a row; 0 = the slot holds none, as before so many rows were, and for padding. */
  ages: Uint32Array;
}

/** Rows of a batch, padding last. */
export interface StepRows {
  /** [B] */
  items: Uint32Array;
  real: number;
}

/** Slot of row 0 of a step among so many; a row goes into the one behind that of the row before it, and round. */
export const slotOf = (step: number, size: number, slots: number): number => (step * size) % slots;

/** As an age is counted from it: older than any row. */
const NEVER = -1;

export class EarlierItems {
  private readonly items: Uint32Array;
  /** Step in which each slot was filled. */
  private readonly filled: Float64Array;
  /** Step that the ring is as before. */
  private next = 0;

  /**
   * @param count N, slots
   * @param from step before which no row is kept
   * @param rowsOf a step, asked for only where steps do not come in turn
   */
  constructor(
    count: number,
    private readonly from: number,
    private readonly size: number,
    private readonly rowsOf: (step: number) => StepRows,
  ) {
    this.items = new Uint32Array(count);
    this.filled = new Float64Array(count).fill(NEVER);
  }

  /** Makes the ring what it is before a step. */
  reach(step: number): void {
    if (step === this.next) return;
    // What stands in a slot that holds none decides an order, in which sums are taken.
    this.items.fill(0);
    this.filled.fill(NEVER);
    this.next = Math.max(0, step - Math.ceil(this.items.length / this.size));
    while (this.next < step) this.push(this.rowsOf(this.next));
  }

  /** What stands before the step reached. */
  columns(): EarlierColumns {
    const { next } = this;
    return {
      items: this.items.slice(),
      ages: Uint32Array.from(this.filled, (step) => (step === NEVER ? 0 : next - step)),
    };
  }

  /** Adds the rows of the step reached, and goes on to the next. */
  push({ items, real }: StepRows): void {
    const { size, next, from } = this;
    const slots = this.items.length;
    const first = slotOf(next, size, slots);
    for (let row = Math.max(0, size - slots); row < size; row++) {
      const slot = (first + row) % slots;
      this.items[slot] = items[row]!;
      this.filled[slot] = row < real && next >= from ? next : NEVER;
    }
    this.next = next + 1;
  }
}
