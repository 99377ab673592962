/** Where a compiler must take it that somebody looks: a sum nobody reads it would leave out, with the loads. */
const sums = new Uint32Array(1);

/**
 * Brings what a gathering loop is about to read into the caches: table[place] for each place within the table.
 * A step finds them full of the device's work, where that is a CPU; in a loop as small as this dozens of loads wait for
 * memory together, in the gathering one a few.
 */
export function prefetch(table: Uint32Array, places: Uint32Array): void {
  let sum = 0;
  for (let i = 0; i < places.length; i++) {
    const at = places[i]!;
    if (at < table.length) sum += table[at]!;
  }
  sums[0] = sum;
}
