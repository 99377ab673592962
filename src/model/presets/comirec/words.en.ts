import type { PresetWords } from '../presets';

export default {
  title: 'ComiRec-SA',
  about:
    'Four interests, each a self-attentive mean of the past events plus a correction from the user’s profile. Training uses only the interest closest to the target item; serving retrieves with all of them.',
} satisfies PresetWords;
