import { rankCorrelation } from '../../data/rank-correlation';
import { settingsOf } from './drawing/field-towers';
import { INFORMATIVE, isOf, NOISE, nurseryTowers, SIDES } from './drawing/nursery-towers';
import { costsNothing, standsAbove } from './judging/claims';
import { gateTimesNorm, permutationLosses } from './running/importance';
import type { Study } from './studies';

const measured = (field: string): string => `gate x length of ${field}`;

const gate: Study = {
  id: 'gate',
  question:
    'Does an SE gate tell informative fields from noise fields, and does it rank them as permutation importance does?',
  world: { id: 'noise-fields', events: 24_000, seed: 'run' },
  settings: () => settingsOf(256, 5e-3, { patience: 4, maxEpochs: 20 }),
  arms: {
    plain: { budget: 'own', draw: nurseryTowers('Plain') },
    gate: { budget: 'equal', draw: nurseryTowers('SE gate', { isGated: true }) },
    'without noise': {
      budget: 'own',
      draw: nurseryTowers('Plain, without the noise fields', { reads: isOf(INFORMATIVE) }),
    },
  },
  budget: 'plain',
  compare: [
    ['gate', 'plain'],
    ['without noise', 'plain'],
    ['without noise', 'gate'],
  ],
  async measure({ arm, trained: [trained] }) {
    const out: Record<string, number> = {};
    for (const side of arm === 'gate' ? SIDES : []) {
      const gates = await gateTimesNorm(trained!, `${side}-gate`);
      const losses = await permutationLosses(trained!, [...gates.keys()]);
      for (const [field, value] of gates) out[measured(field)] = value;
      for (const [field, value] of losses) out[`loss without ${field}`] = value;
      // Of equal losses no gate has the order.
      out[`rank correlation of both, ${side}`] = rankCorrelation([...gates.values()], [...losses.values()]) ?? 0;
    }
    return out;
  },
  claims: [
    ...SIDES.map((side) => ({
      text: `On the ${side} side, every noise field has a smaller gate x embedding length than every informative field.`,
      judge: standsAbove('gate', INFORMATIVE[side].map(measured), NOISE[side].map(measured)),
    })),
    {
      text: 'Removing the noise fields costs nothing (less than 3 % of NDCG@10).',
      judge: costsNothing('without noise', 'plain', 0.03),
    },
  ],
};
export default gate;
