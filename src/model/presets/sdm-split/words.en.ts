import type { PresetWords } from '../presets';

export default {
  title: 'SDM with separate vectors',
  about:
    'SDM’s two branches without the gate: the last session and the earlier ones become separate interests that each retrieve on their own. Do two vectors beat one mixed vector?',
} satisfies PresetWords;
