/** For tests: a log whose rows have outcomes, each event one row of its own. */
import type { Dataset } from '../../data/dataset';

/** `dwell`: 1 to 7, another for each event. `kind`: every third event is a "buy", the others are "click". */
export function withOutcomes(dataset: Dataset): Dataset {
  const { user, time } = dataset.events;
  const rows = user.length;
  return {
    ...dataset,
    events: {
      ...dataset.events,
      outcomes: {
        start: Uint32Array.from({ length: rows + 1 }, (_, row) => row),
        time,
        line: Uint32Array.from({ length: rows }, (_, row) => row + 2),
        columns: [
          {
            name: 'dwell',
            role: 'dwell',
            values: Float32Array.from({ length: rows }, (_, row) => 1 + ((5 * row) % 7)),
          },
          {
            name: 'kind',
            role: 'behaviour',
            codes: Uint32Array.from({ length: rows }, (_, row) => (row % 3 === 0 ? 2 : 1)),
            dictionary: ['', 'click', 'buy'],
          },
        ],
      },
    },
  };
}
