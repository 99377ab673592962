import type { Rankers, RankerWords } from '../ranker';

export default {
  title: 'Random',
  about: 'a random order: chance level',
  choices: {},
} satisfies RankerWords<Rankers['random']>;
