import type { WordsOf } from '../block';
import type block from './block';

export default {
  title: 'Field gate',
  about:
    'Selects fields by worth and cost (FSCD). Each field is kept with a probability that is learnt, one for all rows; while it learns, a random draw per batch lets a field pass or not. ' +
    'Its penalty output charges each kept field for lookups, distinct values, width and memory: connect it to the objective “Cost of fields”. ' +
    'Where the gates do not learn – in evaluation, serving, and stages that leave them out – fields with a probability of at least ½ pass unchanged and the others are zero.',
  params: {
    temperature: 'Temperature of the draws (low: nearly 0 or 1)',
    measured: 'Measured time of each field',
    readTime: 'Time of one lookup, where none was measured',
    readPrice: 'Price per µs',
    rowsPrice: 'Price of distinct values (per unit of ln rows)',
    widthPrice: 'Price of width (per number)',
    memoryPrice: 'Price of the table (per MiB)',
  },
  probes: { keep: 'Keep probability of each field' },
} satisfies WordsOf<typeof block>;
