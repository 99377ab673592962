/** Items that users have in common, found at the cost of going through the items of those users. */
import { sizeOf, type TrainingSets } from './training-sets';

/** The items with a user in common with one, and how similar they are; overwritten by the next one that is taken. */
export class SimilarItems {
  readonly others: Uint32Array;
  /** [items] Users in common; zeros between two calls. */
  private readonly common: Uint32Array;
  /** Of the first `found` others. */
  private readonly shared: Uint32Array;
  private readonly similarities: Float64Array;
  private found = 0;
  private own = 0;

  constructor(private readonly sets: TrainingSets) {
    const { items } = sets;
    this.others = new Uint32Array(items);
    this.common = new Uint32Array(items);
    this.shared = new Uint32Array(items);
    this.similarities = new Float64Array(items);
  }

  take(item: number): void {
    const { common, others, shared } = this;
    const { usersOf, itemsOf } = this.sets;
    let found = 0;
    for (let u = usersOf.starts[item]!; u < usersOf.starts[item + 1]!; u++) {
      const user = usersOf.members[u]!;
      for (let n = itemsOf.starts[user]!; n < itemsOf.starts[user + 1]!; n++) {
        const other = itemsOf.members[n]!;
        if (other !== item && common[other]!++ === 0) others[found++] = other;
      }
    }
    for (let n = 0; n < found; n++) {
      shared[n] = common[others[n]!]!;
      common[others[n]!] = 0;
    }
    this.found = found;
    this.own = sizeOf(usersOf, item);
  }

  /** One for each of the others. */
  values(shrinkage: number): Float64Array {
    const { similarities, others, shared, found, own } = this;
    const { usersOf } = this.sets;
    for (let n = 0; n < found; n++)
      similarities[n] = shared[n]! / (Math.sqrt(own * sizeOf(usersOf, others[n]!)) + shrinkage);
    return similarities.subarray(0, found);
  }

  /** The `most` items of the largest cosine with one, in no order; of equals those that are met first. */
  nearest(item: number, most: number): Uint32Array {
    this.take(item);
    const { others, found } = this;
    const values = this.values(0);
    if (found <= most) return others.slice(0, found);
    const ascending = values.slice().sort();
    const least = ascending[found - most]!;
    let ties = most - (found - ascending.lastIndexOf(least) - 1);
    const near = new Uint32Array(most);
    let kept = 0;
    for (let n = 0; n < found; n++)
      if (values[n]! > least || (values[n] === least && ties-- > 0)) near[kept++] = others[n]!;
    return near;
  }
}
