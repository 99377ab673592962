import type { Rankers, RankerWords } from '../ranker';
import type { EaseNote } from './ranker';

export default {
  title: 'EASE',
  about: 'a linear item-item model, solved in closed form',
  choices: { lambda: 'lambda {value}' },
  instead: {
    chosenOnFrequent:
      '{items} items are too many to try each lambda on all of them: it is chosen on the 2,048 most frequent ones.',
    sparse:
      '{items} items are too many for one matrix: each is solved on the 100 items most similar to it (sparse form), lambda chosen on the 2,048 most frequent ones.',
    sparser:
      '{items} items are too many for one matrix, and for systems of 100 items: each is solved on the 30 items most similar to it (sparse form), lambda chosen on the 2,048 most frequent ones.',
  },
  notes: {
    onGpu:
      'inverted on the GPU in single precision; the weights that were checked are off by at most {millionths} millionths of the largest of their item.',
    noGpu: 'inverted on the processor, which takes minutes: there is no GPU.',
    gpuTooSmall: 'inverted on the processor: the GPU does not take a matrix of {rows} rows.',
    tooCoarse:
      'inverted on the processor for lambda {lambda}: the single precision of the GPU is too coarse for this log.',
    gpuFailed: 'inverted on the processor: the GPU gave up.',
  },
} satisfies RankerWords<Rankers['ease']> & { notes: Record<EaseNote, string> };
