import type { WordsOf } from '../block';
import type block from './block';

export default {
  title: 'SE gate',
  about:
    'Weighs each field by its importance for the example: summarises each field in one number, feeds these to a small network, and multiplies each field by a gate. ' +
    'With a single field there is nothing to weigh: the gate only scales it, and a softmax has no effect. For a vector whose parts differ in width, use the SE part gate.',
  params: {
    squeeze: 'Summary of a field',
    reduction: 'Reduction (fields per hidden unit)',
    gate: 'Gate',
    skip: 'Residual (adds the gated field to the original)',
  },
  ports: { gate: 'gate' },
  options: {
    mean: 'mean',
    'mean+max': 'mean and maximum',
    all: 'none: all numbers of all fields (COLD)',
    '2sigmoid': '2 × sigmoid (starts at 1)',
    sigmoid: 'sigmoid (starts at ½)',
    relu: 'ReLU (starts at 1)',
    softmax: 'softmax over the fields',
  },
  probes: {
    gate: 'SE importance: gate of each field',
    length: 'Gate × embedding length: how much of each field goes on',
  },
} satisfies WordsOf<typeof block>;
