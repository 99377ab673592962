import { settingsOf } from './drawing/field-towers';
import { INFORMATIVE, isOf, nurseryTowers } from './drawing/nursery-towers';
import { costsNothing } from './judging/claims';
import type { Study } from './studies';

/**
 * What `gate` left open: without the noise fields of the plants its towers lost much. Three colours printed on a label
 * tell nearly every plant from the others, and some plants are liked by everyone: noise of an item is an id in
 * disguise. Here the towers have the ids themselves.
 */
const noise: Study = {
  id: 'noise',
  question: 'When the towers also read ids, does leaving out the noise fields still cost anything?',
  world: { id: 'noise-fields', events: 24_000, seed: 'run' },
  settings: () => settingsOf(256, 5e-3, { patience: 4, maxEpochs: 20 }),
  arms: {
    all: { budget: 'own', draw: nurseryTowers('All fields and the ids', { ids: true }) },
    gate: { budget: 'own', draw: nurseryTowers('All fields and the ids, SE gate', { ids: true, isGated: true }) },
    'without noise': {
      budget: 'own',
      draw: nurseryTowers('The fields that decide, and the ids', { ids: true, reads: isOf(INFORMATIVE) }),
    },
  },
  budget: null,
  compare: [
    ['without noise', 'all'],
    ['gate', 'all'],
    ['without noise', 'gate'],
  ],
  claims: [
    {
      text: 'Removing the noise fields costs nothing (less than 3 % of NDCG@10).',
      judge: costsNothing('without noise', 'all', 0.03),
    },
  ],
};
export default noise;
