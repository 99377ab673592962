import type { PresetWords } from '../presets';

export default {
  title: 'Pre-ranker of impressions',
  about:
    'Between retrieval and ranking (COLD): every pair of user and candidate is scored by a small network over both towers, their element-wise product and cross features. It learns from what users were shown and did not take, where the log says so, and its weights are chosen by GAUC.',
} satisfies PresetWords;
