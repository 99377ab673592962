import type { PresetWords } from '../presets';

export default {
  title: 'SDM',
  about:
    'The last session through an LSTM and self-attention, earlier sessions through user attention per field; an elementwise gate mixes the short-term and long-term vectors into the user’s vector.',
} satisfies PresetWords;
