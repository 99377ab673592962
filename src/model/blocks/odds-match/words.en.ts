import type { WordsOf } from '../block';
import type block from './block';

export default {
  title: 'Match by odds',
  about:
    'Splits both vectors into three parts, one each for click, no click and bad case; each pair of parts gives the logit of its class. ' +
    'The served score is the log odds of a click, folded into a single inner product, so the index holds ordinary vectors.',
  params: {
    score: 'Logit of a class',
    temperature: 'Temperature',
    learnTemperature: 'Learn the temperature (the value above is the start)',
    against: 'Served odds: click against',
  },
  ports: { user: 'user', item: 'item' },
  options: {
    cosine: 'cosine',
    inner: 'inner product',
    either: 'no click and bad, geometric mean',
    bad: 'bad',
    'no-click': 'no click',
  },
  probes: { scale: 'Learned scale, 1 / temperature' },
  labels: { scale: 'scale' },
} satisfies WordsOf<typeof block>;
