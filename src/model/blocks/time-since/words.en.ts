import type { WordsOf } from '../block';
import type block from './block';

export default {
  title: 'Time since last event',
  about:
    'A learned vector for the time between the newest past event and the request, in buckets that double. Minutes after the last event people often go on with what they did; weeks later they come for what is new.',
  params: { width: 'Width', buckets: 'Buckets', finest: 'First bucket' },
} satisfies WordsOf<typeof block>;
