import type { WordsOf } from '../block';
import type block from './block';

export default {
  title: 'Profile MLP',
  about: 'Dense layers over each interest concatenated with the user’s profile. All interests share the same network.',
  params: {
    widths: 'Layer widths',
    activation: 'Activation',
    lastLinear: 'Last layer linear',
    residual: 'Add to the interest',
    scale: 'Scale of the addition',
  },
  options: { relu: 'ReLU', tanh: 'tanh', 'leaky-relu': 'leaky ReLU' },
  ports: { profile: 'profile' },
} satisfies WordsOf<typeof block>;
