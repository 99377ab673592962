import type { WorldWords } from '../world';

export default {
  title: 'The market hall',
  about:
    'Each visit is an errand at one stall and ends with it; favourite stalls last and change slowly. Some people stay and buy a lot for one errand, others look in for an item or two and go to another favourite stall next time; the account type says which. Does a gate between short and long term find this out?',
} satisfies WorldWords;
