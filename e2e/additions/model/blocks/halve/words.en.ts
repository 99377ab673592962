import type { WordsOf } from '../block';
import type block from './block';

export default {
  title: 'Halve',
  about: 'Divides every number of a vector.',
  params: { by: 'Divisor', whole: 'Whole numbers' },
  probes: { length: 'Length of the halved vector' },
  labels: { length: 'length' },
} satisfies WordsOf<typeof block>;
