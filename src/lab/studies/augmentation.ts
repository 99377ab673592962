import { Draft, type Wire } from '../../model/presets/drawing/draft';
import { fieldsOf } from '../../model/presets/drawing/towers';
import { leftOf, settingsOf } from './drawing/field-towers';
import { beats } from './judging/claims';
import { probeValues, type Outcome } from './running/outcome';
import type { Draw, Study } from './studies';

/** Of embeddings, and final: an augmented vector is as wide as what it mimics. */
const WIDTH = 32;
const HIDDEN = 64;
/** Share dropped of lists, and of what the MLPs see: ids with few events are learnt by heart. */
const DROPOUT = 0.3;
/** Weights in the loss, as printed. */
const MIMIC = 0.5;
const ALIGNMENT = 1;
const CATEGORY = 'category';

interface Parts {
  lists?: boolean;
  mimic?: boolean;
  alignment?: boolean;
}

/**
 * Towers of the paper, id and fields through an MLP, with what is to be compared entering at the bottom; the last layer
 * is linear, for a cosine in [0, 1] hardly learns.
 */
const draw =
  ({ lists = false, mimic = false, alignment = false }: Parts): Draw =>
  (schema) => {
    const draft = new Draft();
    const ids = {
      user: draft.addTables(fieldsOf(schema, 'user').id, WIDTH),
      item: draft.addTables(fieldsOf(schema, 'item').id, WIDTH),
    };
    for (const side of ['user', 'item'] as const) {
      const { id, others } = fieldsOf(schema, side);
      const x = leftOf(side);
      draft.add(`${side}-id`, 'fields', side, [x, 640], { tables: ids[side] });
      draft.add(`${side}-fields`, 'fields', side, [x + 180, 640], { tables: draft.addTables(others, WIDTH / 2) });
      const parts: Wire[] = [
        [`${side}-id.fields`, 'parts'],
        [`${side}-fields.fields`, 'parts'],
      ];
      if (mimic) {
        draft.add(`${side}-augment`, 'augment', side, [x + 360, 640], {
          tables: draft.addTables(id, WIDTH, 'augmented-'),
        });
        parts.push([`${side}-augment.vector`, 'parts']);
      }
      if (lists) {
        const [block, met] = side === 'user' ? (['history', 'item'] as const) : (['past-users', 'user'] as const);
        draft.add(`${side}-list`, block, side, [x + 360, 760], { tables: ids[met], length: 20, dropout: DROPOUT });
        draft.add(`${side}-pool`, 'pool', side, [x + 360, 640], { by: 'mean' }, [
          [`${side}-list.sequence`, 'sequence'],
        ]);
        parts.push([`${side}-pool.vector`, 'parts']);
      }
      draft.add(`${side}-parts`, 'concat', side, [x + 180, 520], {}, parts);
      draft.add(`${side}-dropout`, 'dropout', side, [x + 180, 400], { rate: DROPOUT }, [
        [`${side}-parts.vector`, 'vector'],
      ]);
      draft.add(`${side}-mlp`, 'mlp', side, [x + 180, 280], { widths: [HIDDEN, WIDTH] }, [
        [`${side}-dropout.vector`, 'vector'],
      ]);
    }
    draft.add('match', 'match', 'match', [420, 95], {}, [
      ['user-mlp.vector', 'user'],
      ['item-mlp.vector', 'item'],
    ]);
    const pairing: Wire = ['match.pairing', 'pairing'];
    draft.add('softmax', 'in-batch-softmax', 'objective', [420, 0], {}, [pairing]);
    if (mimic)
      for (const [i, side] of (['user', 'item'] as const).entries()) {
        draft.add(`${side}-mimic`, 'mimic', 'objective', [600 + 180 * i, 0], { weight: MIMIC, side }, [
          [`${side}-augment.vector`, 'augmented'],
          pairing,
        ]);
      }
    if (alignment)
      draft.add('alignment', 'category-alignment', 'objective', [960, 0], { weight: ALIGNMENT, field: CATEGORY }, [
        pairing,
      ]);
    return draft.graph(mimic ? 'DAT' : lists ? 'Pooled lists' : 'Plain');
  };

const measure = ({ trained }: Outcome): Promise<Record<string, number>> =>
  Promise.resolve({
    ...probeValues(trained[0]!, 'user-mimic/cosine'),
    ...probeValues(trained[0]!, 'item-mimic/cosine'),
  });

const augmentation: Study = {
  id: 'augmentation',
  question:
    'Do vectors that mimic the other side help when ids have few events, and do they help more than simply pooling the ids on the other side?',
  world: { id: 'podcasts', events: 24_000, seed: 'run' },
  settings: () => settingsOf(256, 3e-3, { patience: 6, maxEpochs: 40 }),
  arms: {
    plain: { budget: 'equal', draw: draw({}) },
    'pooled lists': { budget: 'equal', draw: draw({ lists: true }) },
    mimic: { budget: 'own', draw: draw({ mimic: true }) },
    'mimic and alignment': { budget: 'equal', draw: draw({ mimic: true, alignment: true }) },
  },
  budget: 'mimic',
  compare: [
    ['mimic', 'plain'],
    ['mimic and alignment', 'plain'],
    ['mimic and alignment', 'mimic'],
    ['mimic and alignment', 'pooled lists'],
    ['pooled lists', 'plain'],
  ],
  measure,
  claims: [
    { text: 'DAT, with mimic and alignment, beats the plain towers.', judge: beats('mimic and alignment', 'plain') },
    { text: 'Mimic alone also beats the plain towers.', judge: beats('mimic', 'plain') },
    { text: 'DAT beats simple pooled lists.', judge: beats('mimic and alignment', 'pooled lists') },
  ],
};
export default augmentation;
