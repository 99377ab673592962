import { setParam } from '../../model/document/graph-edits';
import { drawTowers } from '../../model/presets/drawing/towers';
import { RED_TAG } from '../../data/worlds/bargains/browsers';
import { settingsOf } from './drawing/field-towers';
import { beats } from './judging/claims';
import type { Outcome } from './running/outcome';
import type { Draw, Study } from './studies';

const WIDTH = 32;

/** Both arms learn from the same rows of the same data: one of them listens to their weights. */
const draw =
  (title: string, rowWeights: boolean): Draw =>
  (schema) =>
    setParam(drawTowers(title, schema, WIDTH), 'softmax', 'rowWeights', rowWeights);

export const STAYED = 'NDCG@10 on what people stay with';
export const TAGS = 'NDCG@10 on red tags';

/** NDCG@10 over the test users whose held-out click was led by their rooms, and over those whose was led by a tag. */
export function byReason({ loaded: { dataset, truth }, test }: Outcome): Record<string, number> {
  const { eventInterest, stray } = truth!;
  const sums = { [STAYED]: { sum: 0, users: 0 }, [TAGS]: { sum: 0, users: 0 } };
  dataset.split.test.forEach(({ events: [event] }, at) => {
    // The file of a world has a heading, and a row in each line.
    const row = dataset.events.line[event!]! - 2;
    if (stray[row] === 1) return;
    const own = sums[eventInterest[row] === RED_TAG ? TAGS : STAYED]!;
    own.sum += test.perUser['ndcg@10'][at]!;
    own.users++;
  });
  return Object.fromEntries(Object.entries(sums).map(([name, { sum, users }]) => [name, sum / users]));
}

const weights: Study = {
  id: 'weights',
  question:
    'Where people click much that they do not want, do rows weighted by dwell time find what they stay with, and what does it cost in clicks?',
  // A look of less than 20 seconds is worth nothing, one of more than two minutes no more than that.
  world: { id: 'bargains', events: 24_000, seed: 'run', weight: 'cap(max(0, dwell_seconds - 20), 100)' },
  settings: () => settingsOf(256, 2e-3, { patience: 4, maxEpochs: 25 }),
  arms: {
    weighted: { budget: 'own', draw: draw('Weighted by dwell time', true) },
    unweighted: { budget: 'own', draw: draw('Every click alike', false) },
  },
  budget: null,
  compare: [['weighted', 'unweighted']],
  measure: (outcome) => Promise.resolve(byReason(outcome)),
  claims: [
    {
      text: 'Weighted by dwell time, towers find better what people stay with.',
      judge: beats('weighted', 'unweighted', STAYED),
    },
    {
      text: 'It costs clicks: on all held-out clicks, towers that weigh every click alike are better.',
      judge: beats('unweighted', 'weighted'),
    },
  ],
};
export default weights;
