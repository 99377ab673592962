import { rankCorrelation } from '../../data/rank-correlation';
import type { Schema } from '../../model/schema';
import { drawFieldTowers, leftOf, settingsOf } from './drawing/field-towers';
import { costsNothing, standsAbove } from './judging/claims';
import { gateTimesNorm, permutationLosses } from './running/importance';
import type { Study } from './studies';

const WIDTH = 8;
const WIDTHS = [48, 24];
const TEMPERATURE = 0.1;

const INFORMATIVE = { user: ['soil', 'light', 'wind'], item: ['likes_soil', 'likes_light', 'likes_wind'] } as const;
const NOISE = { user: ['club_card', 'parking_bay', 'newsletter_day'], item: ['pot_colour', 'bench', 'label_font'] } as const;
const SIDES = ['user', 'item'] as const;
const isOf = (fields: typeof INFORMATIVE | typeof NOISE) => (field: string): boolean => SIDES.some((side) => fields[side].some((name) => name === field));
/** Title words are left out: they tell one plant from another, which is neither of the two. */
const isRead = (field: string): boolean => isOf(INFORMATIVE)(field) || isOf(NOISE)(field);

const towers = (title: string, isGated: boolean, reads: (field: string) => boolean) => (schema: Schema) =>
  drawFieldTowers(schema, { title, temperature: TEMPERATURE, reads }, (draft, side, fields) => {
    const x = leftOf(side);
    draft.add(`${side}-fields`, 'fields', side, [x, 760], { tables: draft.addTables(fields, WIDTH) });
    if (isGated) draft.add(`${side}-gate`, 'senet', side, [x, 640], {}, [[`${side}-fields.fields`, 'fields']]);
    draft.add(`${side}-concat`, 'concat', side, [x, 520], {}, [[isGated ? `${side}-gate.fields` : `${side}-fields.fields`, 'parts']]);
    draft.add(`${side}-mlp`, 'mlp', side, [x, 400], { widths: WIDTHS, activation: 'relu', lastLinear: true }, [[`${side}-concat.vector`, 'vector']]);
    return `${side}-mlp.vector`;
  });

const measured = (field: string): string => `gate x length of ${field}`;

const gate: Study = {
  id: 'gate',
  question: 'Does an SE gate tell the fields that decide from those that say nothing, and does it rank them as leaving their values out does?',
  world: { id: 'noise-fields', events: 24_000, seed: 'run' },
  settings: () => settingsOf(256, 5e-3, { patience: 4, maxEpochs: 20 }),
  arms: {
    plain: { budget: 'own', draw: towers('Plain', false, isRead) },
    gate: { budget: 'equal', draw: towers('SE gate', true, isRead) },
    'without noise': { budget: 'own', draw: towers('Plain, without the noise fields', false, isOf(INFORMATIVE)) },
  },
  budget: 'plain',
  compare: [['gate', 'plain'], ['without noise', 'plain'], ['without noise', 'gate']],
  async measure({ arm, trained: [trained] }) {
    const out: Record<string, number> = {};
    for (const side of arm === 'gate' ? SIDES : []) {
      const gates = await gateTimesNorm(trained!, `${side}-gate`);
      const losses = await permutationLosses(trained!, [...gates.keys()]);
      for (const [field, value] of gates) out[measured(field)] = value;
      for (const [field, value] of losses) out[`loss without ${field}`] = value;
      out[`rank correlation of both, ${side}`] = rankCorrelation([...gates.values()], [...losses.values()]);
    }
    return out;
  },
  claims: [
    ...SIDES.map((side) => ({
      text: `On the ${side} side every noise field has a smaller gate x embedding length than every field that decides.`,
      judge: standsAbove('gate', INFORMATIVE[side].map(measured), NOISE[side].map(measured)),
    })),
    { text: 'Removing the noise fields costs nothing (less than 3 % of NDCG@10).', judge: costsNothing('without noise', 'plain', 0.03) },
  ],
};
export default gate;
