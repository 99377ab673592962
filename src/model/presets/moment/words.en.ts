import type { PresetWords } from '../presets';

export default {
  title: 'Two towers that know the moment',
  about:
    'Two towers with recent popularity, whose user tower also reads the time since the last event: someone who is back after minutes may want something else than someone who is back after weeks.',
} satisfies PresetWords;
