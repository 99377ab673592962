import type { Rankers, RankerWords } from '../ranker';

export default {
  title: 'EASE',
  about: 'a linear item-item model, solved in closed form',
  choices: { lambda: 'lambda {value}' },
  instead: {
    chosenOnFrequent:
      '{items} items are too many to try each lambda on all of them: it is chosen on the 2,048 most frequent ones.',
    sparse:
      '{items} items are too many for one matrix: each is solved on the 100 items most similar to it (sparse form), lambda chosen on the 2,048 most frequent ones.',
  },
} satisfies RankerWords<Rankers['ease']>;
