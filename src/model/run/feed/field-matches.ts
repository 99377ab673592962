/** What fields of user rows and of their candidates have in common. */
import { FIRST_VALUE, type Field } from '../../../data/dataset';
import { rowsOfSame } from '../../../data/shared-values';
import type { RowSet } from './row-sets';

/** Of a pair: whether any value is shared, and the share of the candidate's values that is. */
export const NUMBERS_OF_MATCH = 2;

export class ComparedFields {
  private readonly sameRow: Uint32Array;

  /** @param user a field of users or events; @param item one of items */
  constructor(
    private readonly user: Field,
    private readonly item: Field,
  ) {
    this.sameRow = rowsOfSame(user, item);
  }

  /**
   * @param items as many for each user row
   * @param values [P x 2], written over
   */
  match(
    { user, item }: { user: Pick<RowSet, 'rows' | 'events'>; item: Pick<RowSet, 'rows'> },
    values: Float32Array,
  ): void {
    values.fill(0);
    const owners = this.user.owner === 'context' ? user.events : user.rows;
    if (!owners) throw new Error(`internal: user rows have no events for "${this.user.name}"`);
    const { ids, length } = this.item;
    const each = owners.length === 0 ? 0 : item.rows.length / owners.length;
    for (let row = 0; row < owners.length; row++) {
      const wanted = this.wantedBy(owners[row]!);
      if (wanted.length === 0) continue;
      for (let pair = row * each; pair < (row + 1) * each; pair++) {
        const first = item.rows[pair]! * length;
        let [known, shared] = [0, 0];
        for (let slot = first; slot < first + length; slot++) {
          const value = ids[slot]!;
          if (value < FIRST_VALUE) continue;
          known++;
          if (wanted.includes(value)) shared++;
        }
        if (shared === 0) continue;
        values[pair * NUMBERS_OF_MATCH] = 1;
        values[pair * NUMBERS_OF_MATCH + 1] = shared / known;
      }
    }
  }

  /** Values of the item's field that an owner of the other one holds. */
  private wantedBy(owner: number): Uint32Array {
    const { ids, length } = this.user;
    return ids
      .subarray(owner * length, (owner + 1) * length)
      .map((value) => this.sameRow[value]!)
      .filter((value) => value >= FIRST_VALUE);
  }
}
