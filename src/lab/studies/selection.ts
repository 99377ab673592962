import type { Settings } from '../../model/document/graph';
import { servedFields, shareLeftOut } from '../selection/field-costs';
import { settingsOf } from './drawing/field-towers';
import { COSTLY_TWIN, INFORMATIVE, NOISE, paintTowers, ROWS } from './drawing/paint-towers';
import { beats, costsNothing, measureAbove, standsAbove } from './judging/claims';
import type { Study } from './studies';

/** An eighth of the rows makes every field eight times as dear. */
const DEAR = 'eight times as dear';
const SEARCH = { epochs: 20 };

const keepOf = (field: string): string => `keep probability of ${field}`;
const LEFT_OUT = 'share of the cost left out';

/** A search with gates, then training of what they chose. */
const inTwoPhases = (settings: Settings): Settings => ({
  ...settings,
  stages: [
    { terms: ['*'], trainable: ['*'], until: SEARCH },
    ...settings.stages.map((stage) => ({
      ...stage,
      terms: ['softmax'],
      trainable: ['table/*', 'user/user-mlp/*', 'item/item-mlp/*'],
    })),
  ],
});

const selection: Study = {
  id: 'selection',
  question:
    'Do gates with a price (FSCD) keep the fields that decide, drop noise and the costly twin of a cheap field, and does the selected model lose anything?',
  world: { id: 'paints', events: 24_000, seed: 'run' },
  settings: () => settingsOf(256, 5e-3, { patience: 4, maxEpochs: 20 }),
  arms: {
    all: { budget: 'own', draw: paintTowers('All fields') },
    selected: { budget: 'own', draw: paintTowers('Selected by gates', { gate: ROWS }), settings: inTwoPhases },
    [DEAR]: {
      budget: 'own',
      draw: paintTowers('Selected by gates, dear', { gate: ROWS / 8 }),
      settings: inTwoPhases,
    },
    'by hand': { budget: 'own', draw: paintTowers('The cheap fields that decide', { fields: INFORMATIVE }) },
  },
  budget: null,
  compare: [
    ['selected', 'all'],
    ['selected', 'by hand'],
    [DEAR, 'selected'],
    [DEAR, 'all'],
    ['by hand', 'all'],
  ],
  async measure({ trained: [trained] }) {
    const fields = (await servedFields(trained!.model)).filter(({ keep }) => keep !== null);
    return fields.length === 0
      ? {}
      : {
          ...Object.fromEntries(fields.map(({ field, keep }) => [keepOf(field), keep!])),
          [LEFT_OUT]: shareLeftOut(fields),
        };
  },
  claims: [
    {
      text: 'Every field that decides has a larger keep probability than every noise field.',
      judge: standsAbove('selected', INFORMATIVE.map(keepOf), NOISE.map(keepOf)),
    },
    {
      text: 'Where fields are dear, the cheap field has a larger keep probability than its costly twin.',
      judge: standsAbove(DEAR, [keepOf('finish')], [keepOf(COSTLY_TWIN)]),
    },
    {
      text: 'Where fields are dear, the gates leave out more than half of their cost.',
      judge: measureAbove(DEAR, LEFT_OUT, 0.5),
    },
    { text: 'They leave out more of it than where fields are cheap.', judge: beats(DEAR, 'selected', LEFT_OUT) },
    {
      text: 'What the gates choose where fields are cheap costs nothing (less than 3 % of NDCG@10).',
      judge: costsNothing('selected', 'all', 0.03),
    },
  ],
};
export default selection;
