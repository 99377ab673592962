import { setParam } from '../../model/document/graph-edits';
import { drawHeads } from '../../model/presets/heads/preset';
import { drawTowers } from '../../model/presets/drawing/towers';
import { testEvaluation } from '../evaluate/test-evaluation';
import { LiveModel } from '../training/live-model';
import { settingsOf } from './drawing/field-towers';
import { beats, costsNothing, standsAbove } from './judging/claims';
import type { Outcome } from './running/outcome';
import type { Study } from './studies';
import { byReason, STAYED, TAGS } from './weights';

const WIDTH = 32;
/** That of the study `weights`: a look of less than 20 seconds is worth nothing, more than two minutes no more. */
const STAY = 'cap(max(0, dwell_seconds - 20), 100)';

/** How much the head of what people stay with counts beside that of all clicks: none, half, as much, twice, alone. */
const MIXES = {
  'clicks alone': { first: 1, second: 0 },
  'b = 0.5': { first: 1, second: 0.5 },
  'b = 1': { first: 1, second: 1 },
  'b = 2': { first: 1, second: 2 },
  'staying alone': { first: 0, second: 1 },
} as const;
type Mix = keyof typeof MIXES;
const MIX_NAMES = Object.keys(MIXES) as Mix[];
const at = (measure: string, mix: Mix): string => `${measure}, ${mix}`;
const CLICKS = 'NDCG@10 on all clicks';

/** The lists of the same weights by each mix: nothing is trained anew. */
async function byMix(outcome: Outcome): Promise<Record<string, number>> {
  const [{ model }] = outcome.trained as [Outcome['trained'][number]];
  const measures: Record<string, number> = {};
  for (const mix of MIX_NAMES) {
    const { first, second } = MIXES[mix];
    const graph = setParam(setParam(model.graph, 'joint', 'first', first), 'joint', 'second', second);
    const mixed = new LiveModel(outcome.loaded.dataset, graph, model.settings);
    try {
      mixed.writeWeights(await model.readWeights());
      const test = await testEvaluation(mixed, new AbortController().signal);
      const { [STAYED]: stayed = Number.NaN, [TAGS]: tags = Number.NaN } = byReason({ ...outcome, test });
      measures[at(CLICKS, mix)] = test.metrics['ndcg@10']!;
      measures[at(STAYED, mix)] = stayed;
      measures[at(TAGS, mix)] = tags;
    } finally {
      mixed.dispose();
    }
  }
  return measures;
}

/** A good half of all clicks follow a red tag and are over in seconds. */
const heads: Study = {
  id: 'heads',
  question:
    'Do two heads over one pair of towers, one for clicks and one for what people stay with, let the served factors move the lists between both without training anew, and does a head lose anything by sharing?',
  world: { id: 'bargains', events: 24_000, seed: 'run' },
  settings: () => settingsOf(256, 2e-3, { patience: 4, maxEpochs: 25 }),
  arms: {
    set: {
      budget: 'own',
      draw: (schema) => drawHeads('Two heads', schema, WIDTH, { formula: STAY }),
    },
    learnt: {
      budget: 'own',
      draw: (schema) => drawHeads('Two heads, weights learnt', schema, WIDTH, { formula: STAY, learnWeight: true }),
    },
    clicks: { budget: 'own', draw: (schema) => drawTowers('Clicks', schema, WIDTH) },
    staying: {
      budget: 'own',
      draw: (schema) => setParam(drawTowers('Staying', schema, WIDTH), 'softmax', 'rowFormula', STAY),
    },
  },
  budget: null,
  compare: [
    ['learnt', 'set'],
    ['set', 'clicks'],
  ],
  measure: async (outcome) => {
    const { test } = outcome;
    // Of towers with one head, under the names of the mix that it is.
    const own = (mix: Mix): Record<string, number> => {
      const { [STAYED]: stayed = Number.NaN, [TAGS]: tags = Number.NaN } = byReason(outcome);
      return { [at(CLICKS, mix)]: test.metrics['ndcg@10']!, [at(STAYED, mix)]: stayed, [at(TAGS, mix)]: tags };
    };
    if (outcome.arm === 'clicks') return own('clicks alone');
    return outcome.arm === 'staying' ? own('staying alone') : byMix(outcome);
  },
  claims: [
    ...(['b = 0.5', 'b = 1', 'b = 2', 'staying alone'] as const).map((mix, step) => ({
      text: `Raising b from ${MIX_NAMES[step]!} to ${mix} finds better what people stay with, by the same weights.`,
      judge: standsAbove('set', [at(STAYED, mix)], [at(STAYED, MIX_NAMES[step]!)]),
    })),
    {
      text: 'It moves red tags out of the lists: the head of staying alone finds fewer than that of clicks.',
      judge: standsAbove('set', [at(TAGS, 'clicks alone')], [at(TAGS, 'staying alone')]),
    },
    {
      text: 'The head of clicks loses nothing by sharing its towers: at most 2 % of those trained on clicks alone.',
      judge: costsNothing('set', 'clicks', 0.02, at(CLICKS, 'clicks alone')),
    },
    {
      text: 'Nor does the head of staying, of those trained on staying alone.',
      judge: costsNothing('set', 'staying', 0.02, at(STAYED, 'staying alone')),
    },
    {
      text: 'Learnt weights of both objectives find better what people stay with than set ones, at b = 1.',
      judge: beats('learnt', 'set', at(STAYED, 'b = 1')),
    },
  ],
};
export default heads;
