import type { WordsOf } from '../block';
import type block from './block';

export default {
  title: 'Mix',
  about:
    'Adds a second vector to the first: a + s · b. With a small s, the second starts as a correction of the first; with a large one, the first is a residual path around it.',
  params: { scale: 'Scale s', learnt: 'Learn s (the value above is the start)' },
  ports: { a: 'a', b: 'b' },
  probes: { scale: 'Learned scale s of the second vector' },
  labels: { scale: 's' },
} satisfies WordsOf<typeof block>;
