import type { WordsOf } from '../block';
import type block from './block';

export default {
  title: 'Event times',
  about:
    'Adds learned position and age embeddings to each event of a sequence; position counts from the newest event, age from the time of the request. Attention has no sense of order without it.',
  params: {
    positions: 'Positions',
    ages: 'Ages',
    buckets: 'Age buckets',
    finest: 'Age of the first bucket',
    rootScale: 'Scale events by the square root of their width',
    dropout: 'Dropout rate',
  },
} satisfies WordsOf<typeof block>;
