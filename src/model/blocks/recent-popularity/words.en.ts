import type { WordsOf } from '../block';
import type block from './block';

export default {
  title: 'Recent popularity',
  about:
    'Adds to the score how often the item was taken just before the moment of the request, by other users too. Taste stays with the towers; what is popular now does not have to be learned by heart. Counts use training events strictly before the moment, and the weight of each half-life is learned.',
  params: {
    halfLife: 'Shortest half-life, in training events',
    halfLives: 'Half-lives, each four times the one before',
    snapshots: 'Snapshots of the counts over the log',
  },
  probes: { weight: 'Weight by half-life (events)' },
} satisfies WordsOf<typeof block>;
