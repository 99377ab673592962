import type { WordsOf } from '../block';
import type block from './block';

export default {
  title: 'Interest capsules',
  about:
    'Groups past events into a few interests by dynamic routing: over a few rounds, each event is assigned to the capsules it agrees with. Routing logits start random but are fixed per user, so the same user always gets the same interests.',
  params: {
    count: 'Interests (at most)',
    width: 'Interest width',
    rounds: 'Routing rounds',
    sharpness: 'Routing sharpness',
    adaptive: 'Fewer interests for short histories (log₂ of the events)',
    by: 'Event weights',
    halfLife: 'Half-life',
  },
  options: { mean: 'uniform', learnt: 'decaying at first, then learned per position' },
  ports: { coupling: 'couplings' },
  probes: {
    share: 'Share of the events in each interest',
    active: 'Active interests',
    similarity: 'Similarity of a user’s interests (1 = same direction)',
  },
  labels: { active: 'active', similarity: 'similarity' },
} satisfies WordsOf<typeof block>;
