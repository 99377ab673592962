import type { WordsOf } from '../block';
import type block from './block';

export default {
  title: 'Feed-forward',
  about:
    'Two dense layers with a ReLU between, applied to each event of a sequence by itself, with a residual connection and a layer norm. The second half of a transformer layer; the first is self-attention.',
  params: { expansion: 'Inner width, times that of an event', norm: 'Layer norm', dropout: 'Dropout rate' },
  options: { after: 'post-norm', before: 'pre-norm' },
} satisfies WordsOf<typeof block>;
