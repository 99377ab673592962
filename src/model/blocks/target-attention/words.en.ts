import type { WordsOf } from '../block';
import type block from './block';

export default {
  title: 'Target attention',
  about:
    'Sums the past anew for every candidate: a small network compares each past event with it and says how much the event counts. A user tower cannot do this, since it never sees the item.',
  params: { hidden: 'Hidden units of the comparison', normalise: 'Weights of the events' },
  ports: { item: 'item' },
  options: { softmax: 'softmax over the past', none: 'as they are (DIN)' },
} satisfies WordsOf<typeof block>;
