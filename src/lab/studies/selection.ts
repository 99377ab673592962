import type { Settings, TowerGraph } from '../../model/document/graph';
import type { Schema } from '../../model/document/schema';
import { Draft, type Wire } from '../../model/presets/drawing/draft';
import { fieldsOf } from '../../model/presets/drawing/towers';
import { servedFields, shareLeftOut } from '../selection/field-costs';
import { drawFieldTowers, leftOf, settingsOf } from './drawing/field-towers';
import { beats, costsNothing, measureAbove, standsAbove } from './judging/claims';
import type { Study } from './studies';

const WIDTH = 8;
const WIDTHS = [48, 24];
const TEMPERATURE = 0.1;
/** Rows that bear the cost of the fields; an eighth of them makes every field eight times as dear. Seen at seed 101. */
const ROWS = 256;
const DEAR = 'eight times as dear';
const SEARCH = { epochs: 20 };

const INFORMATIVE = ['trade', 'job', 'finish', 'surface'];
/** Says what `finish` says, in six lookups among hundreds of values. */
const COSTLY_TWIN = 'recipe';
const NOISE = ['van', 'invoice_day', 'lid', 'shelf'];
const keepOf = (field: string): string => `keep probability of ${field}`;
const LEFT_OUT = 'share of the cost left out';

/**
 * Towers over the fields of the paint shop. Each reads its id beside them, without a gate: else what says nothing would
 * be an id in disguise (see `gate`). Two towers, not a ranker: the gates are the same, and a softmax over the batch
 * tells in minutes what lists of candidates tell in hours.
 * @param rows that bear the cost; null = no gates
 */
const paintTowers =
  (title: string, rows: number | null, fields: readonly string[]) =>
  (schema: Schema): TowerGraph => {
    const penalties: Wire[] = [];
    const towers = drawFieldTowers(
      schema,
      { title, temperature: TEMPERATURE, reads: (field) => fields.includes(field) },
      (draft, side, read) => {
        const x = leftOf(side);
        const { id } = fieldsOf(schema, side);
        draft.add(`${side}-id`, 'fields', side, [x + 180, 760], { tables: draft.addTables(id, WIDTH) });
        draft.add(`${side}-fields`, 'fields', side, [x, 760], { tables: draft.addTables(read, WIDTH) });
        if (rows !== null) {
          draft.add(`${side}-gate`, 'field-gate', side, [x, 640], {}, [[`${side}-fields.fields`, 'fields']]);
          penalties.push([`${side}-gate.penalty`, 'penalty']);
        }
        draft.add(`${side}-concat`, 'concat', side, [x, 520], {}, [
          [rows === null ? `${side}-fields.fields` : `${side}-gate.fields`, 'parts'],
          [`${side}-id.fields`, 'parts'],
        ]);
        draft.add(`${side}-mlp`, 'mlp', side, [x, 400], { widths: WIDTHS, activation: 'relu', lastLinear: true }, [
          [`${side}-concat.vector`, 'vector'],
        ]);
        return `${side}-mlp.vector`;
      },
    );
    if (rows === null) return towers;
    const priced = Draft.of(towers);
    priced.add('cost', 'field-cost', 'objective', [700, 0], { rows }, penalties);
    return { ...towers, ...priced.graph(title) };
  };

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

const ALL = [...INFORMATIVE, COSTLY_TWIN, ...NOISE];

const selection: Study = {
  id: 'selection',
  question:
    'Do gates with a price (FSCD) keep the fields that decide, drop noise and the costly twin of a cheap field, and does the selected model lose anything?',
  world: { id: 'paints', events: 24_000, seed: 'run' },
  settings: () => settingsOf(256, 5e-3, { patience: 4, maxEpochs: 20 }),
  arms: {
    all: { budget: 'own', draw: paintTowers('All fields', null, ALL) },
    selected: { budget: 'own', draw: paintTowers('Selected by gates', ROWS, ALL), settings: inTwoPhases },
    [DEAR]: {
      budget: 'own',
      draw: paintTowers('Selected by gates, dear', ROWS / 8, ALL),
      settings: inTwoPhases,
    },
    'by hand': { budget: 'own', draw: paintTowers('The cheap fields that decide', null, INFORMATIVE) },
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
