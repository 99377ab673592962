import { drawHobbyRanker } from './drawing/hobby-rankers';
import { settingsOf } from './drawing/field-towers';
import { beats } from './judging/claims';
import type { Study } from './studies';

const shared = { width: 8, lists: { candidates: 16 } };
const [PLAIN, VECTORS, CROSSES, BOTH] = ['plain', 'vectors', 'crosses', 'crosses and vectors'];

/**
 * The hobby shop once more (see `ranking`). The towers read what the network reads, and learn by a loss of their own
 * beside the ranker's: what they add is a shape, not data.
 */
const rankerVectors: Study = {
  id: 'ranker-vectors',
  question:
    'Are the vectors and the score of two towers worth anything as features of a ranker of equal budget, without cross features and beside them?',
  world: { id: 'hobbies', events: 6_000, seed: 'run' },
  settings: () => settingsOf(256, 5e-3, { patience: 3, maxEpochs: 15 }),
  arms: {
    [PLAIN]: { budget: 'equal', draw: drawHobbyRanker({ ...shared, title: 'Plain', crosses: false }) },
    [VECTORS]: { budget: 'own', draw: drawHobbyRanker({ ...shared, title: 'Vectors', crosses: false, towers: true }) },
    [CROSSES]: { budget: 'equal', draw: drawHobbyRanker({ ...shared, title: 'Crosses' }) },
    [BOTH]: { budget: 'equal', draw: drawHobbyRanker({ ...shared, title: 'Crosses and vectors', towers: true }) },
  },
  budget: VECTORS,
  compare: [
    [VECTORS, PLAIN],
    [BOTH, CROSSES],
    [CROSSES, VECTORS],
  ],
  claims: [
    {
      text: 'Where a ranker has no cross features, the vectors and score of two towers make it better.',
      judge: beats(VECTORS, PLAIN),
    },
    { text: 'Beside cross features they make it better, too.', judge: beats(BOTH, CROSSES) },
    { text: 'Cross features are worth more than the vectors.', judge: beats(CROSSES, VECTORS) },
  ],
};
export default rankerVectors;
