import type { WorldWords } from '../world';

export default {
  title: 'The market hall',
  about:
    'Each visit has an errand at one stall, which is over when the visit is; the stalls that people like best last, and give way slowly. Some stay and buy much for one errand, some look in for a good or two, next time at another favourite stall, and their account says which. Does a gate between the short and the long term find that out?',
} satisfies WorldWords;
