import type { WordsOf } from '../block';
import type block from './block';

export default {
  title: 'Joint match',
  about:
    'Ranks by several matches at once: a × first + b × second + c × first × second, folded into one inner product, exactly. The index holds ordinary vectors, and the factors stand on the user’s side. A factor of 0 leaves its match out of what is served; it still trains.',
  params: {
    first: 'a, factor of the first score',
    second: 'b, factor of the second score',
    product: 'c, factor of their product',
  },
  ports: { first: 'first', second: 'second' },
  probes: { contribution: 'What each score adds: factor × |score|' },
} satisfies WordsOf<typeof block>;
