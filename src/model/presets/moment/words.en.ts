import type { PresetWords } from '../presets';

export default {
  title: 'Two towers that know the moment',
  about:
    'Two towers with recent popularity, whose user tower also reads the time since the last event. Someone who is back after minutes goes on with what they did; someone who is back after weeks comes for what is new.',
} satisfies PresetWords;
