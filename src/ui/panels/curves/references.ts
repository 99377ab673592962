/** What stands beside a curve as a level: baselines, the oracle, and what chance gets. */
import type { Baselines } from '../../../lab/evaluate/baseline-figures';
import type { Metrics } from '../../../lab/evaluate/metrics';
import { REFERENCE_ROWS, type ReferenceRow } from '../../../lab/rankers/rankers';
import { rowWords } from '../../../words/rankers';
import type { Speech } from '../../../words/words';

export interface Reference {
  id: ReferenceRow;
  name: string;
  value: number;
}

/**
 * Lines of baselines a chart has room for: the highest, beside the oracle and chance. All of them stand in the table of
 * the test part.
 */
const LINES = 4;

/** In the order of their rows. @param chance the exact level of the ranker `random`, which itself draws one order */
export function referencesOf(baselines: Baselines, chance: Metrics, metric: string, speech: Speech): Reference[] {
  const rows = REFERENCE_ROWS.flatMap((id) => {
    const value = (id === 'random' ? chance : baselines[id])?.[metric];
    return value === undefined ? [] : [{ id, name: rowWords(id, speech).title, value }];
  });
  const highest = rows
    .filter(({ id }) => id !== 'oracle' && id !== 'random')
    .toSorted((a, b) => b.value - a.value)
    .slice(0, LINES);
  return rows.filter((row) => row.id === 'oracle' || row.id === 'random' || highest.includes(row));
}

/** Dotted where it is chance, dashed where somebody ranks. */
export const dashOf = ({ id }: Reference): string => (id === 'random' ? '1 3' : '3 3');
