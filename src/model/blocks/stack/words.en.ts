import type { WordsOf } from '../block';
import type block from './block';

export default {
  title: 'Stack',
  about:
    'Turns several vectors of equal width into separate interests, so that each retrieves on its own, for example short-term and long-term. An all-zero vector (empty past) does not retrieve; the first always does.',
  params: {},
  ports: { vectors: 'vectors' },
  probes: { active: 'Active interests', similarity: 'Similarity of a user’s interests (1 = same direction)' },
  labels: { active: 'active', similarity: 'similarity' },
} satisfies WordsOf<typeof block>;
