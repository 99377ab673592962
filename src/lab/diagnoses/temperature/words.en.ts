import type { WordsOf } from '../diagnosis';
import type diagnosis from './diagnosis';

export default {
  title: 'The temperature is out of range',
  evidence: {
    low: 'The temperature is {now}, a scale of {scale}: of all negatives only the nearest one counts.',
    high: 'The temperature is {now}: in a batch of {batch}, even a perfect match among unrelated items leaves {floor} of the loss of a guess.',
  },
  advice: 'Temperatures from 0.03 to 0.2 suit cosines as a rule; or let the temperature be learned.',
} satisfies WordsOf<typeof diagnosis>;
