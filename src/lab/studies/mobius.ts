import { createRandom } from '../../data/random';
import { setParam } from '../../model/document/graph-edits';
import { drawMobius } from '../../model/presets/mobius/preset';
import { auc } from '../evaluate/pair-metrics';
import type { HeldOutPairs } from '../evaluate/pairs';
import { removedItems } from '../evaluate/rank';
import { scoresOfPairs } from '../evaluate/score-pairs';
import { LiveModel } from '../training/live-model';
import { settingsOf } from './drawing/field-towers';
import { beats, staysWithin } from './judging/claims';
import type { Outcome } from './running/outcome';
import type { Study } from './studies';
import { byReason, STAYED } from './weights';

const WIDTH = 32;
const [SAMPLED, NONE] = ['bad cases', 'two classes'];
const [BAD_CASES, RELEVANCE] = ['badCases@10', 'relevance@10'];
/**
 * Of P(click) / P(no click), which is what tells a click from an item that was not clicked, whatever is bad; and of
 * the score that is served, where there are bad cases a click against both other classes.
 */
const [AUC, SERVED_AUC] = ['AUC of held-out clicks', 'AUC of the served score'];
/** Items drawn beside each held-out click. */
const DRAWN = 20;

/** Held-out clicks among items that their user never took, by both scores of the same weights. */
async function aucOfClicks({ loaded: { dataset }, trained, seed }: Outcome): Promise<Record<string, number>> {
  const random = createRandom(seed, 'mobius', 'not clicked');
  const pairs = dataset.split.test.flatMap((target) => {
    const known = new Set([...removedItems(dataset, target), ...target.items]);
    const others = Array.from({ length: DRAWN }, () => random.below(dataset.items.length)).filter(
      (item) => !known.has(item),
    );
    const { user, history } = target;
    const time = dataset.events.time[target.events[0]!]!;
    return [target.items[0]!, ...others].map((item, at) => ({
      user,
      item,
      label: Number(at === 0),
      history,
      time,
      context: target.events[0]!,
    }));
  });
  const column = (name: keyof (typeof pairs)[number]): number[] => pairs.map((pair) => pair[name]);
  const held: HeldOutPairs = {
    users: Uint32Array.from(column('user')),
    items: Uint32Array.from(column('item')),
    labels: Uint8Array.from(column('label')),
    history: Uint32Array.from(column('history')),
    time: Float64Array.from(column('time')),
    contexts: Uint32Array.from(column('context')),
  };
  const { model } = trained[0]!;
  const aucOf = async ({ serving }: LiveModel): Promise<number> =>
    auc(await scoresOfPairs(serving, held, {}), held.labels)!;
  const clicks = new LiveModel(dataset, setParam(model.graph, 'match', 'against', 'no-click'), model.settings);
  try {
    clicks.writeWeights(await model.readWeights());
    return { [AUC]: await aucOf(clicks), [SERVED_AUC]: await aucOf(model) };
  } finally {
    clicks.dispose();
  }
}

/** A good half of all clicks follow a red tag: popular, mostly outside the rooms of a person, and over in seconds. */
const mobius: Study = {
  id: 'mobius',
  question:
    'Where people click much that is nothing of theirs, do bad cases that the current model samples keep it out of the lists, and what does it cost in clicks?',
  world: { id: 'bargains', events: 24_000, seed: 'run' },
  /** As long for both arms, so that the stopping is not compared: two classes were best there with seed 101. */
  settings: () => settingsOf(256, 2e-3, { epochs: 5 }),
  keeps: 'last',
  arms: {
    [SAMPLED]: { budget: 'own', draw: (schema) => drawMobius('Bad cases', schema, WIDTH) },
    [NONE]: { budget: 'own', draw: (schema) => drawMobius('Two classes', schema, WIDTH, 0) },
  },
  budget: null,
  compare: [[SAMPLED, NONE]],
  measure: async (outcome) => {
    const { metrics } = outcome.test;
    return {
      ...byReason(outcome),
      [BAD_CASES]: metrics[BAD_CASES]!,
      [RELEVANCE]: metrics[RELEVANCE]!,
      ...(await aucOfClicks(outcome)),
    };
  },
  claims: [
    { text: 'With bad cases, fewer places of a list are irrelevant.', judge: beats(NONE, SAMPLED, BAD_CASES) },
    { text: 'The lists are more relevant on the whole.', judge: beats(SAMPLED, NONE, RELEVANCE) },
    {
      text: 'Clicks are told from other items almost as well: the AUC loses at most .02.',
      judge: staysWithin(SAMPLED, NONE, 0.02, AUC),
    },
    { text: 'What people stay with is found better.', judge: beats(SAMPLED, NONE, STAYED) },
  ],
};
export default mobius;
