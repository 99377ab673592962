import type { Rankers, RankerWords } from '../ranker';

export default {
  title: 'iALS',
  about: 'matrix factorisation of who took what, by alternating least squares',
  choices: {
    alpha0: 'alpha0 {value}',
    lambda: 'lambda {value}',
    width: 'width {value}',
    iterations: { one: '{n} iteration', other: '{n} iterations', none: 'no iteration' },
  },
  instead: {
    fixed: 'The log is too large for a search: alpha0, lambda and iterations are fixed.',
  },
} satisfies RankerWords<Rankers['ials']>;
