const DIGIT = 8;

/**
 * Sorts whole numbers below 2^32 digit by digit: in time proportional to how many there are, in memory that is kept.
 */
export class Ascending {
  private readonly counts = new Uint32Array(2 ** DIGIT);
  private places: Uint32Array;
  private others: Uint32Array;

  /** @param most numbers at the most */
  constructor(most: number) {
    this.places = new Uint32Array(most);
    this.others = new Uint32Array(most);
  }

  /** Places of the first `count` numbers in their order, ties by place; overwritten by the next call. */
  of(numbers: Uint32Array, count: number): Uint32Array {
    const { places } = this;
    let largest = 0;
    for (let place = 0; place < count; place++) {
      places[place] = place;
      if (numbers[place]! > largest) largest = numbers[place]!;
    }
    const bits = 32 - Math.clz32(largest);
    const digits = Math.ceil(bits / DIGIT);
    const width = Math.ceil(bits / Math.max(1, digits));
    for (let digit = 0; digit < digits; digit++) this.sortBy(numbers, count, digit * width, 2 ** width - 1);
    return this.places.subarray(0, count);
  }

  private sortBy(numbers: Uint32Array, count: number, shift: number, mask: number): void {
    const { counts, places, others } = this;
    counts.fill(0, 0, mask + 1);
    for (let place = 0; place < count; place++) {
      const digit = (numbers[place]! >>> shift) & mask;
      counts[digit] = counts[digit]! + 1;
    }
    let before = 0;
    for (let digit = 0; digit <= mask; digit++) {
      const own = counts[digit]!;
      counts[digit] = before;
      before += own;
    }
    for (let i = 0; i < count; i++) {
      const place = places[i]!;
      const digit = (numbers[place]! >>> shift) & mask;
      const at = counts[digit]!;
      counts[digit] = at + 1;
      others[at] = place;
    }
    this.places = others;
    this.others = places;
  }
}
