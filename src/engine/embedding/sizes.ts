/** Sizes of the lists of a step; no tensors, so that whoever forecasts them may count with them. */

/** Numbers a thread adds up in a row, at the most: what is longer is cut, and the parts are added by other threads. */
export const LONGEST_SUM = 256;

/** Entries that the events of some rows have at the most. @param owners how many there can be */
export const mostEntries = (rows: number, length: number, owners: number): number =>
  Math.min(rows * length, owners + Math.floor((rows * length) / LONGEST_SUM));

/** Numbers up to this count are packed two to a word. */
export const fitsHalfWords = (count: number): boolean => count < 2 ** 16;
