/** How often candidates were taken when they were shown, before the moment of their row. */
import type { Batch } from '../../../data/batches';
import { ClickRates, NUMBERS_OF_RATE } from '../../../data/click-rates';
import type { Dataset } from '../../../data/dataset';
import type { ClickRateRequest } from '../../blocks/block';
import { columnItems, type RowSet } from './row-sets';

/**
 * Of every pair what `ClickRates.read` gives.
 * @param item as many for each user
 * @param values [P x 2], written over as far as there are pairs
 */
export function readRates(
  rates: ClickRates,
  { user, item }: { user: Pick<RowSet, 'rows' | 'moments'>; item: Pick<RowSet, 'rows'> },
  { prior }: ClickRateRequest,
  values: Float32Array,
): void {
  const { moments } = user;
  if (!moments) throw new Error('internal: rates are read without moments');
  const each = item.rows.length / Math.max(1, user.rows.length);
  user.rows.forEach((one, row) => {
    const candidates = item.rows.subarray(row * each, (row + 1) * each);
    rates.read(one, moments[row]!, candidates, prior, values, row * each * NUMBERS_OF_RATE);
  });
}

/** [P x 2] of a batch alone. */
export function batchRates(dataset: Dataset, batch: Batch, request: ClickRateRequest): Float32Array {
  const item = { rows: columnItems(batch) };
  const values = new Float32Array(item.rows.length * NUMBERS_OF_RATE);
  readRates(ClickRates.of(dataset), { user: { rows: batch.users, moments: batch.moments }, item }, request, values);
  return values;
}
