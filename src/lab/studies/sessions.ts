import { FIRST_VALUE } from '../../data/dataset';
import { drawSessionTowers, type Union } from '../../model/presets/drawing/session-towers';
import { drawTowers } from '../../model/presets/drawing/towers';
import { settingsOf } from './drawing/field-towers';
import { beats, standsAbove } from './judging/claims';
import type { Outcome } from './running/outcome';
import { probeByTarget } from './running/probe-by-target';
import type { Draw, Study } from './studies';

const WIDTH = 32;
/** Of sessions of five events and shoppers of 36, on average. */
const LENGTHS = { short: 8, long: 30 };
/** What a shopper's account says of the habit: the gate sees it, beside who it is and what the branches found. */
const HABIT = 'habit';
/** From the largest planted share of the session's errand to the smallest. */
const HABITS = ['by errand', 'by and large', 'by round'] as const;
const gateOf = (habit: string): string => `gate, ${habit}`;

const sessions = (union: Union): Draw => (schema) => drawSessionTowers(`Sessions: ${union}`, schema, WIDTH, union, LENGTHS);

/** Mean gate over the test users of each habit, 1 = the short term alone. */
async function gates({ trained, loaded: { dataset } }: Outcome): Promise<Record<string, number>> {
  const { model } = trained[0]!;
  if (!model.compiled.probes.some(({ key }) => key === 'fusion/gate')) return {};
  const { test } = dataset.split;
  const { values } = await probeByTarget(model, test, 'fusion/gate');
  const field = dataset.fields.find(({ name }) => name === HABIT)!;
  return Object.fromEntries(HABITS.map((habit) => {
    const own = values.filter((_, t) => field.vocabulary[field.ids[test[t]!.user]! - FIRST_VALUE] === habit);
    return [gateOf(habit), own.reduce((sum, [gate]) => sum + gate!, 0) / own.length];
  }));
}

const study: Study = {
  id: 'sessions',
  question: 'Are the last session and the earlier ones, each read by a branch of its own and mixed by a gate, more than either, does the gate move with what decides for a user, and are two vectors better than one?',
  world: { id: 'market', events: 24_000, seed: 'run' },
  // Of all arms equally many epochs; of each the weights that are best on validation count.
  settings: () => ({ ...settingsOf(128, 2e-3, { patience: 4, maxEpochs: 12 }), stages: [{ terms: ['*'], trainable: ['*'], until: { epochs: 12 } }] }),
  arms: {
    sdm: { budget: 'own', draw: sessions('gate') },
    'short alone': { budget: 'equal', draw: sessions('short') },
    'long alone': { budget: 'equal', draw: sessions('long') },
    'sdm-split': { budget: 'equal', draw: sessions('apart') },
    'plain history': { budget: 'equal', draw: (schema) => drawTowers('Plain history', schema, WIDTH, null) },
  },
  budget: 'sdm',
  compare: [['sdm', 'short alone'], ['sdm', 'long alone'], ['sdm', 'sdm-split'], ['sdm', 'plain history'], ['sdm-split', 'plain history']],
  measure: gates,
  claims: [
    { text: 'SDM beats its short branch alone.', judge: beats('sdm', 'short alone') },
    { text: 'SDM beats its long branch alone.', judge: beats('sdm', 'long alone') },
    ...HABITS.slice(1).map((habit, at) => ({
      text: `The gate is wider open to the short term for those who shop ${HABITS[at]} than for those who shop ${habit}, as planted.`,
      judge: standsAbove('sdm', [gateOf(HABITS[at]!)], [gateOf(habit)]),
    })),
  ],
};
export default study;
