import type { Rankers, RankerWords } from '../ranker';

export default {
  title: 'EASE',
  about: 'a linear item-item model, solved in closed form',
  choices: { lambda: 'lambda {value}' },
} satisfies RankerWords<Rankers['ease']>;
