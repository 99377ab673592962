import type { WordsOf } from '../block';
import type block from './block';

export default {
  title: 'SE part gate',
  about:
    'The SE gate for a vector whose parts may differ in width, such as a wide id beside narrow genres: place it between a concat and an MLP. It summarises each part in one number, ' +
    'feeds these to a small network, and multiplies each part by a gate. For fields of equal width that stay fields, for example before FM or CIN, use the SE gate. ' +
    'With a single part, such as an MLP’s output, there is nothing to weigh: the gate only scales it, and a softmax has no effect.',
  params: {
    squeeze: 'Summary of a part',
    reduction: 'Reduction (parts per hidden unit)',
    gate: 'Gate',
    skip: 'Residual (adds the gated part to the original)',
  },
  ports: { gate: 'gate' },
  options: {
    mean: 'mean',
    'mean+max': 'mean and maximum',
    all: 'none: all numbers of all parts (COLD)',
    '2sigmoid': '2 × sigmoid (starts at 1)',
    sigmoid: 'sigmoid (starts at ½)',
    relu: 'ReLU (starts at 1)',
    softmax: 'softmax over the parts',
  },
  probes: { gate: 'SE importance: gate of each part', length: 'Gate × length of the part: how much of it goes on' },
} satisfies WordsOf<typeof block>;
