import { preset } from '../../model/presets/presets';
import { settingsOf } from './drawing/field-towers';
import { beats } from './judging/claims';
import type { Draw, Study } from './studies';

const drawn =
  (id: string): Draw =>
  (schema) =>
    preset(id).build(schema, { width: 8 }).graph;

const halving: Study = {
  id: 'halving',
  question: 'Does a tower mind reading half of everything?',
  world: { id: 'fair', events: 600, seed: 'run' },
  settings: () => settingsOf(64, 5e-3, { patience: 1, maxEpochs: 1 }),
  arms: {
    whole: { budget: 'own', draw: drawn('two-tower') },
    halved: { budget: 'own', draw: drawn('halved') },
  },
  budget: null,
  compare: [['halved', 'whole']],
  claims: [{ text: 'Halved towers beat whole ones.', judge: beats('halved', 'whole') }],
};
export default halving;
