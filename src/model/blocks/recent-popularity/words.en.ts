import type { WordsOf } from '../block';
import type block from './block';

export default {
  title: 'Recent popularity',
  about:
    'Adds to the score how often the item was taken by anyone just before the request, so that the towers are left with taste. Counts use training events strictly before the moment. The weight of each half-life is learned, and how much popularity counts for each user.',
  params: {
    halfLife: 'Shortest half-life (events)',
    halfLives: 'Half-lives, each four times the one before',
    snapshots: 'Snapshots of the counts over the log',
    perUser: 'Learn how much it counts for each user',
  },
  probes: { weight: 'Weight by half-life (events)', strength: 'How much popularity counts, by user' },
  labels: { strength: 'strength' },
} satisfies WordsOf<typeof block>;
