import type { WorldWords } from '../world';

export default {
  title: 'The plant nursery',
  about:
    'Gardeners choose plants that suit their garden: the soil decides most, the light less, the wind little. Half of the fields say nothing at all, pot colour and parking bay among them. Do the gates find out which?',
} satisfies WorldWords;
