import type { WordsOf } from '../diagnosis';
import type diagnosis from './diagnosis';

export default {
  title: 'It has begun',
  evidence: { begun: 'The loss is known up to step {step}.' },
  advice: 'Wait for it to end.',
} satisfies WordsOf<typeof diagnosis>;
