import type { Rankers, RankerWords } from '../ranker';

export default {
  title: 'Random',
  about: 'a random order: chance level',
  choices: {},
  instead: {
    places:
      '{users} users and {items} items are too many to draw every order whole: the places of the target items are drawn.',
  },
} satisfies RankerWords<Rankers['random']>;
