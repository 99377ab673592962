import type { WorldWords } from '../world';

export default {
  title: 'The tea shop',
  about:
    'Faithful customers come back to their growers, others go by the wish they tell at the counter, others take what stands on the table that is laid today. The shop knows who is who, and writes down growers, wishes and tables for everyone: which of the three tells anything depends on the customer.',
} satisfies WorldWords;
