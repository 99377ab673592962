/**
 * Hidden taste that lies in combinations only. Each value of a field has a hidden sign in every direction, half of the
 * values +, half -. A person's taste in a direction is the product of the signs of two fields, in others of three; so
 * is a garment's style. Whoever knows one field alone knows nothing: over the values of the others its products cancel.
 */
import { createRandom } from '../../random';

/** Directions that take the first two fields, and directions that take all three. */
export const SECOND = 4;
export const THIRD = 4;
export const DIRECTIONS = SECOND + THIRD;

/** Fields of one side, with the names of their values. Evenly many, so that signs can be balanced. */
export type CrossedFields = readonly [Field, Field, Field];
interface Field {
  column: string;
  values: readonly string[];
}

/** [fields][values][DIRECTIONS] of +1 and -1, each direction balanced over the values of a field. */
export function signsOf(seed: number, side: 'user' | 'item', fields: CrossedFields): Int8Array[][] {
  return fields.map(({ column, values }) => {
    const signs = values.map(() => new Int8Array(DIRECTIONS));
    for (let d = 0; d < DIRECTIONS; d++) {
      const order = createRandom(seed, 'crosses', side, column, d).shuffle(Uint32Array.from(values, (_, v) => v));
      order.forEach((value, place) => {
        signs[value]![d] = place < values.length / 2 ? 1 : -1;
      });
    }
    return signs;
  });
}

/** [DIRECTIONS] of +1 and -1: what the values of the three fields make together. */
export const crossed = (signs: readonly (readonly Int8Array[])[], values: readonly number[]): Int8Array =>
  Int8Array.from({ length: DIRECTIONS }, (_, d) => {
    const used = d < SECOND ? 2 : 3;
    return values.slice(0, used).reduce((product, value, field) => product * signs[field]![value]![d]!, 1);
  });

/** Standard deviation of the log odds over random pairs. */
export const STRENGTH = 2.2;

export const oddsOf = (taste: Int8Array, style: Int8Array): number => {
  let sum = 0;
  for (let d = 0; d < DIRECTIONS; d++) sum += taste[d]! * style[d]!;
  return (STRENGTH * sum) / Math.sqrt(DIRECTIONS);
};
