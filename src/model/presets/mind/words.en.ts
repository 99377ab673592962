import type { PresetWords } from '../presets';

export default {
  title: 'MIND',
  about:
    'Up to four interests by dynamic routing over the past events, recent ones weighted more, each with a correction from the user’s profile. Training uses the interest closest to the target item; serving retrieves with all of them.',
} satisfies PresetWords;
