import type { PresetWords } from '../presets';

export default {
  title: 'SDM, short and long term apart',
  about:
    'SDM’s two branches without the gate: the last session and the earlier ones are separate interests that retrieve on their own. Are two vectors better than one mixture?',
} satisfies PresetWords;
