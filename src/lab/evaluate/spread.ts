export interface Spread {
  mean: number;
  /** Standard deviation. */
  spread: number;
}

/** Of numbers that come one by one. */
export class Moments {
  private count = 0;
  private sum = 0;
  private squares = 0;

  add(x: number): void {
    this.count += 1;
    this.sum += x;
    this.squares += x * x;
  }

  get figures(): Spread {
    const mean = this.sum / this.count;
    return { mean, spread: Math.sqrt(Math.max(0, this.squares / this.count - mean * mean)) };
  }
}

/** At most `most` of the numbers below `count`, at equal distances. */
export const evenly = (count: number, most: number): number[] =>
  Array.from({ length: Math.min(count, most) }, (_, i) => Math.floor((i * count) / Math.min(count, most)));
