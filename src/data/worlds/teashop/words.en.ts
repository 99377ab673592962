import type { WorldWords } from '../world';

export default {
  title: 'The tea shop',
  about:
    'Some customers are loyal to their growers, some go by the wish they state at the counter, and some take what is on today’s table. The shop knows which customer is which and records grower, wish and table for everyone: which of the three is informative depends on the customer.',
} satisfies WorldWords;
