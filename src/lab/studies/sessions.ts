import { FIRST_VALUE } from '../../data/dataset';
import { setParam } from '../../model/document/graph-edits';
import { drawSessionTowers, type Union } from '../../model/presets/drawing/session-towers';
import { drawTowers } from '../../model/presets/drawing/towers';
import type { Schema } from '../../model/document/schema';
import { settingsOf } from './drawing/field-towers';
import { beats, standsAbove } from './judging/claims';
import type { Outcome } from './running/outcome';
import { probeByTarget } from './running/probe-by-target';
import type { Draw, Study } from './studies';

const WIDTH = 32;
/** Sessions of those who stay have ten events on average, shoppers 36. */
const LENGTHS = { short: 8, long: 30 };
/** What a shopper's account says of the habit: the gate sees it, beside what the branches found. */
const HABIT = 'habit';
/** From those of whose events the session decides most to those of whom the past does. */
const HABITS = ['stays', 'by turns', 'looks in'] as const;
const gateOf = (habit: string): string => `gate of the stalls, ${habit}`;
const STALL = 'stall';

/** By the past and the account alone: an id of the user would be a long term of its own. */
const unnamed = (schema: Schema): Schema => ({
  ...schema,
  fields: schema.fields.filter(({ owner, kind }) => !(owner === 'user' && kind === 'id')),
});
const sessions =
  (union: Union): Draw =>
  (schema) =>
    drawSessionTowers(`Sessions: ${union}`, unnamed(schema), WIDTH, union, LENGTHS);

/** As many events as the longest past of a shopper. */
const PLAIN_LENGTH = 50;
const plainHistory: Draw = (schema) =>
  ['history', 'history-fields'].reduce(
    (graph, id) => setParam(graph, id, 'length', PLAIN_LENGTH),
    drawTowers('Plain history', unnamed(schema), WIDTH),
  );

/**
 * Mean gate over the test users of each habit, 1 = the short term alone, in the numbers in which stalls meet stalls.
 * What the id and the title say of an item is for another question than where to go next.
 */
async function gates({ trained, loaded: { dataset } }: Outcome): Promise<Record<string, number>> {
  const { model } = trained[0]!;
  if (!model.compiled.probes.some(({ key }) => key === 'fusion/gate')) return {};
  const field = dataset.fields.find(({ name }) => name === HABIT)!;
  const { test } = dataset.split;
  const { labels, values } = await probeByTarget(model, test, 'fusion/gate');
  const gate = values.map((parts) => parts[labels.indexOf(STALL)]!);
  return Object.fromEntries(
    HABITS.map((habit) => {
      const own = gate.filter((_, t) => field.vocabulary[field.ids[test[t]!.user]! - FIRST_VALUE] === habit);
      return [gateOf(habit), own.reduce((sum, x) => sum + x, 0) / own.length];
    }),
  );
}

const study: Study = {
  id: 'sessions',
  question:
    'Do separate branches for the last session and the earlier ones, mixed by a gate, beat either branch alone? Does the gate follow what decides for a user, and do two vectors beat one?',
  world: { id: 'market', events: 48_000, seed: 'run' },
  settings: () => settingsOf(128, 2e-3, { patience: 4, maxEpochs: 30 }),
  arms: {
    sdm: { budget: 'own', draw: sessions('gate') },
    'short alone': { budget: 'equal', draw: sessions('short') },
    'long alone': { budget: 'equal', draw: sessions('long') },
    'sdm-split': { budget: 'equal', draw: sessions('apart') },
    'plain history': { budget: 'equal', draw: plainHistory },
  },
  budget: 'sdm',
  compare: [
    ['sdm', 'short alone'],
    ['sdm', 'long alone'],
    ['sdm', 'sdm-split'],
    ['sdm', 'plain history'],
    ['sdm-split', 'plain history'],
  ],
  measure: gates,
  claims: [
    { text: 'SDM beats its short branch alone.', judge: beats('sdm', 'short alone') },
    { text: 'SDM beats its long branch alone.', judge: beats('sdm', 'long alone') },
    ...HABITS.slice(1).map((habit, at) => ({
      text: `For the stall field, the gate gives the short term more weight for the habit “${HABITS[at]}” than for “${habit}”, as planted.`,
      judge: standsAbove('sdm', [gateOf(HABITS[at]!)], [gateOf(habit)]),
    })),
  ],
};
export default study;
