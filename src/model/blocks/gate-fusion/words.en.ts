import type { WordsOf } from '../block';
import type block from './block';

export default {
  title: 'Gated fusion',
  about: 'Mixes a short-term and a long-term vector with an elementwise gate computed from both and from the user.',
  params: {},
  ports: { user: 'user', short: 'short term', long: 'long term', gate: 'gate' },
  probes: { gate: 'Gate: weight of the short-term vector, averaged over each part' },
} satisfies WordsOf<typeof block>;
