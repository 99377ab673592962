import type { WorldWords } from '../world';

export default {
  title: 'The tailor',
  about:
    'Taste lies in combinations only: neither the trade of a client nor the city tells anything, both together tell half of it, and with the season of birth the rest; so it is with colour, cut and fabric of a garment. Towers have to multiply fields.',
} satisfies WorldWords;
