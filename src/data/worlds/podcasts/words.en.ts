import type { WorldWords } from '../world';

export default {
  title: 'The listening circles',
  about:
    'Friends pass shows on in circles that are written nowhere and cut through every category. Listeners have few events, and so have most shows: what one of them is can be told from its partners on the other side, not from its page.',
} satisfies WorldWords;
