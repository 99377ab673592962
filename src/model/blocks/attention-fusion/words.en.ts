import type { WordsOf } from '../block';
import type block from './block';

export default {
  title: 'Attention fusion',
  about:
    'Sums channels of equal width with weights that add up to 1, computed per example by a linear layer over all channels. Starts as their mean.',
  params: {},
  ports: { channels: 'channels', share: 'channel weights' },
  probes: { share: 'Weight of each channel' },
} satisfies WordsOf<typeof block>;
