/** For tests: the log of a case as a block sees it, two tables and two fields of the items. */
import { MISSING } from '../../data/dataset';
import * as tf from '../../engine/tf';
import type { ItemColumn, LocalSchema } from '../blocks/block';
import { ITEMS } from './pairs';
import { WIDTH } from './ports';
import { ROWS } from './rows';

/** Item fields by item: two categories of four items each, cut in two ways; the last item has none. */
export const COLUMNS: Readonly<Record<string, readonly number[]>> = {
  first: [2, 2, 3, 2, 3, 2, 3, 3, MISSING],
  second: [3, 2, 2, 2, 3, 3, 3, 2, MISSING],
};
const COLUMN_ROWS = 4;

/** Tables 'first' and 'second' of width 4, whoever asks. */
export const harnessSchema: LocalSchema = {
  field: (name) => (name in COLUMNS ? { rows: COLUMN_ROWS, length: 1 } : undefined),
  table: (id) => (id === 'first' || id === 'second' ? { field: id, width: WIDTH, owner: 'item' } : undefined),
};

/** [R] the field of each row's item. */
export const columnOf = (field: string): number[] => ITEMS.map((item) => COLUMNS[field]?.[item] ?? MISSING);
export const harnessColumn = (field: string): ItemColumn => ({
  values: tf.tensor2d(columnOf(field), [ROWS, 1]),
  shares: tf.ones([ROWS, 1]),
  rows: COLUMN_ROWS,
});
