import type { Rankers, RankerWords } from '../ranker';

export default {
  title: 'ELSA (reconstruction)',
  about: 'a linear autoencoder of low rank, trained to reconstruct who took what',
  choices: {
    width: 'width {value}',
    epochs: { one: '{n} epoch', other: '{n} epochs', none: 'no epoch' },
  },
  instead: {
    narrow: 'The log is too large for a search over widths: the smallest is taken.',
    fixed: 'The log is too large for a search: width and epochs are fixed.',
  },
} satisfies RankerWords<Rankers['elsa']>;
