import { drawHobbyRanker } from './drawing/hobby-rankers';
import type { Settings } from '../../model/document/graph';
import { settingsOf } from './drawing/field-towers';
import { beats } from './judging/claims';
import type { Study } from './studies';

const shared = { width: 8, lists: { candidates: 16 } };
const [PLAIN, VECTORS, CROSSES, BOTH] = ['plain', 'vectors', 'crosses', 'crosses and vectors'];
const [PLAIN_LONGER, CROSSES_LONGER] = ['plain for longer', 'crosses for longer'];
const [KEPT, BOTH_KEPT] = ['kept vectors', 'crosses and kept vectors'];
const [TUNED, BOTH_TUNED] = ['tuned vectors', 'crosses and tuned vectors'];

/** Chosen among 5, 10, 15 and 30 on the validation part of seed 101. */
const TOWERS_FIRST = { epochs: 15 };
const RANKER_THEN = { patience: 3, maxEpochs: 40 };

const longer = (settings: Settings): Settings => ({
  ...settings,
  stages: settings.stages.map((stage) => ({ ...stage, until: RANKER_THEN })),
});

/** The towers by their own loss, then the ranker by its own. @param trainable of the ranker's stage */
const towersFirst =
  (trainable: string[]) =>
  (settings: Settings): Settings => ({
    ...settings,
    stages: [
      { terms: ['tower-loss'], trainable: ['*'], until: TOWERS_FIRST },
      { terms: ['loss'], trainable, until: RANKER_THEN },
    ],
  });
/** Tables and towers stay as they are. */
const kept = towersFirst(['match/*']);
const tuned = towersFirst(['*']);

const drawn = (title: string, crosses: boolean, towers = false) =>
  drawHobbyRanker({ ...shared, title, crosses, towers });

/**
 * The hobby shop once more (see `ranking`). The towers read what the network reads, and learn by a loss of their own,
 * beside the ranker's or before it: what they add is a shape, not data. Who has towers that were trained before may
 * train for longer; so may, then, whoever has none.
 */
const rankerVectors: Study = {
  id: 'ranker-vectors',
  question:
    'Are the vectors and the score of two towers worth anything as features of a ranker of equal budget, without cross features and beside them, trained with it or before it?',
  world: { id: 'hobbies', events: 6_000, seed: 'run' },
  settings: () => settingsOf(256, 5e-3, { patience: 3, maxEpochs: 15 }),
  arms: {
    [PLAIN]: { budget: 'equal', draw: drawn('Plain', false) },
    [VECTORS]: { budget: 'own', draw: drawn('Vectors', false, true) },
    [CROSSES]: { budget: 'equal', draw: drawn('Crosses', true) },
    [BOTH]: { budget: 'equal', draw: drawn('Crosses and vectors', true, true) },
    [PLAIN_LONGER]: { budget: 'equal', draw: drawn('Plain', false), settings: longer },
    [CROSSES_LONGER]: { budget: 'equal', draw: drawn('Crosses', true), settings: longer },
    [KEPT]: { budget: 'own', draw: drawn('Vectors', false, true), settings: kept },
    [TUNED]: { budget: 'own', draw: drawn('Vectors', false, true), settings: tuned },
    [BOTH_KEPT]: { budget: 'equal', draw: drawn('Crosses and vectors', true, true), settings: kept },
    [BOTH_TUNED]: { budget: 'equal', draw: drawn('Crosses and vectors', true, true), settings: tuned },
  },
  budget: VECTORS,
  compare: [
    [VECTORS, PLAIN],
    [BOTH, CROSSES],
    [CROSSES, VECTORS],
    [KEPT, PLAIN_LONGER],
    [TUNED, PLAIN_LONGER],
    [TUNED, VECTORS],
    [BOTH_KEPT, CROSSES_LONGER],
    [BOTH_TUNED, CROSSES_LONGER],
    [PLAIN_LONGER, PLAIN],
  ],
  claims: [
    {
      text: 'Where a ranker has no cross features, the vectors and score of two towers make it better.',
      judge: beats(VECTORS, PLAIN),
    },
    { text: 'Beside cross features they make it better, too.', judge: beats(BOTH, CROSSES) },
    { text: 'Cross features are worth more than the vectors.', judge: beats(CROSSES, VECTORS) },
    {
      text: 'Without cross features, vectors of towers that were trained first and stay as they are make a ranker better.',
      judge: beats(KEPT, PLAIN_LONGER),
    },
    {
      text: 'Without cross features, vectors of towers that were trained first and learn on with the ranker make it better.',
      judge: beats(TUNED, PLAIN_LONGER),
    },
    {
      text: 'Beside cross features, vectors that were trained first and stay as they are make a ranker better.',
      judge: beats(BOTH_KEPT, CROSSES_LONGER),
    },
    {
      text: 'Beside cross features, vectors that were trained first and learn on with the ranker make it better.',
      judge: beats(BOTH_TUNED, CROSSES_LONGER),
    },
    {
      text: 'Towers that were trained first and learn on are better features than towers trained beside the ranker.',
      judge: beats(TUNED, VECTORS),
    },
  ],
};
export default rankerVectors;
