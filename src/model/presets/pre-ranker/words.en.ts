import type { PresetWords } from '../presets';

export default {
  title: 'Pre-ranker of impressions',
  about:
    'Between retrieval and ranking (COLD): every pair of user and candidate is scored by a small network over both towers, their element-wise product and cross features. Where the log says what users were shown and did not take, it learns from that, reads each candidate’s click-through rate, and has its weights chosen by GAUC.',
} satisfies PresetWords;
