import type { Json } from '../../model/document/graph';
import { Draft, type Wire } from '../../model/presets/drawing/draft';
import { fieldsOf } from '../../model/presets/drawing/towers';
import { leftOf, settingsOf } from './drawing/field-towers';
import { beats } from './judging/claims';
import type { Draw, Study } from './studies';

const WIDTH = 32;
const FINAL = 32;
/**
 * Too few to tell apart what hundreds of records and their collectors are: a tower of many coarse fields with a
 * bottleneck.
 */
const NARROW = 8;
const WIDE = 128;

interface Shape {
  hidden: number;
  /** The id led past the tower; null = no short-cut. Where it is concatenated it has half of the final width. */
  shortcut: { join: 'add' | 'concatenate'; normalise: boolean } | null;
}

/** Id and fields through an MLP on each side; the short-cut leads the embedded id past it. */
const draw =
  ({ hidden, shortcut }: Shape): Draw =>
  (schema) => {
    const draft = new Draft();
    const tops = (['user', 'item'] as const).map((side): Wire[0] => {
      const { id, others } = fieldsOf(schema, side);
      const x = leftOf(side);
      draft.add(`${side}-id`, 'fields', side, [x, 640], { tables: draft.addTables(id, WIDTH) });
      draft.add(`${side}-fields`, 'fields', side, [x + 200, 640], { tables: draft.addTables(others, WIDTH) });
      draft.add(`${side}-parts`, 'concat', side, [x + 200, 520], {}, [
        [`${side}-id.fields`, 'parts'],
        [`${side}-fields.fields`, 'parts'],
      ]);
      const top = shortcut?.join === 'concatenate' ? FINAL / 2 : FINAL;
      // The bottleneck is a block of its own: the budget sets hidden layers, and this one is what the study is about.
      if (hidden === NARROW)
        draft.add(`${side}-neck`, 'mlp', side, [x + 200, 400], { widths: [hidden], lastLinear: false }, [
          [`${side}-parts.vector`, 'vector'],
        ]);
      const [below, widths] =
        hidden === NARROW ? [`${side}-neck.vector`, [top]] : [`${side}-parts.vector`, [hidden, top]];
      draft.add(`${side}-mlp`, 'mlp', side, [x + 200, 310], { widths }, [[below, 'vector']]);
      if (shortcut === null) return `${side}-mlp.vector`;
      const params: Record<string, Json> = { ...shortcut, map: 'linear', width: FINAL / 2 };
      draft.add(`${side}-id-vector`, 'concat', side, [x, 520], {}, [[`${side}-id.fields`, 'parts']]);
      draft.add(`${side}-joined`, 'shortcut', side, [x, 200], params, [
        [`${side}-mlp.vector`, 'main'],
        [`${side}-id-vector.vector`, 'shortcut'],
      ]);
      return `${side}-joined.vector`;
    });
    draft.add('match', 'match', 'match', [420, 95], {}, [
      [tops[0]!, 'user'],
      [tops[1]!, 'item'],
    ]);
    draft.add('softmax', 'in-batch-softmax', 'objective', [420, 0], {}, [['match.pairing', 'pairing']]);
    return draft.graph(shortcut ? `Short-cut: ${shortcut.join}` : `Plain, ${hidden}`);
  };

const joined = (join: 'add' | 'concatenate', normalise: boolean): Draw =>
  draw({ hidden: NARROW, shortcut: { join, normalise } });

const shortcut: Study = {
  id: 'shortcut',
  question:
    'Does a shortcut recover what a narrow tower loses of an id, and is it better to add or, at equal index size, to concatenate it?',
  world: { id: 'records', events: 30_000, seed: 'run' },
  // Of all arms equally many epochs: a narrow tower stands still for many before it begins to learn ids, and would be
  // stopped there.
  settings: () => ({
    ...settingsOf(512, 5e-3, { patience: 6, maxEpochs: 30 }),
    stages: [{ terms: ['*'], trainable: ['*'], until: { epochs: 30 } }],
  }),
  arms: {
    narrow: { budget: 'own', draw: draw({ hidden: NARROW, shortcut: null }) },
    added: { budget: 'equal', draw: joined('add', false) },
    'added (normalised)': { budget: 'equal', draw: joined('add', true) },
    concatenated: { budget: 'equal', draw: joined('concatenate', false) },
    'concatenated (normalised)': { budget: 'equal', draw: joined('concatenate', true) },
    wide: { budget: 'equal', draw: draw({ hidden: WIDE, shortcut: null }) },
  },
  budget: 'narrow',
  compare: [
    ['added', 'narrow'],
    ['added (normalised)', 'narrow'],
    ['concatenated', 'narrow'],
    ['concatenated (normalised)', 'narrow'],
    ['added (normalised)', 'concatenated'],
    ['added (normalised)', 'wide'],
    ['concatenated', 'wide'],
  ],
  claims: [
    {
      text: 'The added shortcut, with both vectors normalised, beats the plain narrow tower.',
      judge: beats('added (normalised)', 'narrow'),
    },
    { text: 'The concatenated shortcut beats the plain narrow tower.', judge: beats('concatenated', 'narrow') },
    {
      text: 'At equal index size, the added shortcut beats the concatenated one.',
      judge: beats('added (normalised)', 'concatenated'),
    },
  ],
};
export default shortcut;
