import type { PresetWords } from '../presets';

export default {
  title: 'Ranker that selects its fields (FSCD)',
  about:
    'A ranker that weighs what each field brings against what it costs to serve. The first stage learns a keep probability for every field and charges for lookups, distinct values, width and memory; the second trains only the fields with at least ½. Watch the probabilities under Inside.',
} satisfies PresetWords;
