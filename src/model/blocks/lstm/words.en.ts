import type { WordsOf } from '../block';
import type block from './block';

export default {
  title: 'LSTM',
  about:
    'Reads events in order and outputs its hidden state at each of them. Pool by the newest event to take the last state.',
  params: {
    layers: 'Layers',
    width: 'State width',
    residual: 'Add each layer’s input (where the widths agree)',
    dropout: 'Dropout rate between layers',
  },
} satisfies WordsOf<typeof block>;
