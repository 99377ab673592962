import type { WorldWords } from '../world';

export default {
  title: 'The plant nursery',
  about:
    'Gardeners choose plants that suit their garden: soil matters most, light less, wind a little. Half of the fields are pure noise, pot colour and parking bay among them. Do the gates find out which?',
} satisfies WorldWords;
