import type { Dataset } from '../../../data/dataset';
import type { FunnelFound, StageAsked } from '../../../lab/commands/funnel';
import type { FollowedPerson } from '../../../lab/commands/funnelPerson';
import type { ReorderedFigures } from '../../../lab/funnel/reordering';
import type { SourceFigures } from '../../../lab/funnel/contributions';
import { sourceOf, stageOf, type StageChoice } from '../../../lab/funnel/cut-offs';
import type { Ask } from '../../../lab/protocol';
import { metricsAt } from '../../gallery/figures';
import { defineScenes, type Play } from '../../gallery/scene';
import { SOURCE } from '../../gallery/staged-lab';
import { STATE_PLAYS } from '../../gallery/states';
import { trainedBefore, withScores } from '../../gallery/trained-before';

/** While the test users are under way. */
const underWay: Play = async (stage) => {
  const { lab, bench } = stage;
  await bench.load(SOURCE);
  await trainedBefore(stage);
  bench.funnel.setState({ asking: true });
  lab.announcer.publish('waiting', { wait: 'evaluation', fraction: 0.4 });
};

/** The first of several runs, at three cut-offs, beside scores of a column. */
const tried: Play = async (stage, scenes) => {
  const { bench } = stage;
  await STATE_PLAYS.finished(stage, scenes);
  await trainedBefore(stage);
  withScores(stage);
  bench.chooseScores('score');
  const reorder = { file: new File([], 'production-ranker.csv', { lastModified: 0 }), keep: 10 };
  for (const [keep, weight] of [
    [200, 5],
    [50, 5],
    [100, 3],
  ] as const) {
    const recall: StageChoice = {
      sources: [sourceOf('towers'), { ...sourceOf('interests'), weight, byInterest: true }],
      rule: 'quota',
      keep,
    };
    const stages = [recall, stageOf('ranker', 20)];
    bench.chooseStages(stages);
    bench.chooseReorder(reorder);
    await bench.runFunnel(stages, 'score', reorder);
    await bench.followPerson(stages, 0);
  }
};

/** Of scores that some lists lack. */
const REORDERED: ReorderedFigures = {
  file: 'production-ranker.csv',
  lines: {
    read: 3642,
    used: 3610,
    unknownUsers: 0,
    unknownItems: 24,
    repeated: 0,
    bad: { count: 8, lines: [17, 902] },
  },
  given: 20,
  keep: 10,
  scored: 0.981,
  heldOutScored: 0.987,
  hitRate: 0.31,
  recall: 0.31,
  users: 184,
  ordered: 171,
  before: metricsAt(0.26),
  after: metricsAt(0.31),
  correlation: 0.42,
};

/** The longer the lists are, the more is kept of them and the more they cost. */
function funnelOf({ items }: Dataset, { stages, reorder }: Ask<'funnel'>): FunnelFound {
  const kept = (keep: number): number => 1 - Math.exp(-keep / 60);
  return {
    titles: stages.map(({ sources }) => sources.map(() => 'Towers')),
    stages: stages.map((stage, place) => {
      const { keep } = stage;
      const given = stages[place - 1]?.keep ?? items.length;
      return {
        isRanker: place > 0,
        given,
        keep,
        hitRate: kept(keep),
        recall: 0.9 * kept(keep),
        ofNext: place + 1 < stages.length ? 0.95 * kept(keep) : null,
        overlap: place + 1 < stages.length ? 0.6 : null,
        correlation: place + 1 < stages.length ? 0.48 : null,
        work: place === 0 ? 64 * given : 9e4 * given,
        milliseconds: place === 0 ? 0.31 : 0.02 * given,
        featureBytes: place === 0 ? 6400 : 640 * given,
        indexBytes: place === 0 ? 256 * given : 0,
        sources: sourcesOf(stage, 0.9 * kept(keep), 64 * given),
      };
    }),
    metrics: metricsAt(0.3 * kept(stages[0]!.keep)),
    sampled: 100,
    reordered: reorder ? { ...REORDERED, given: stages.at(-1)!.keep, keep: reorder.keep } : null,
    supplied: {
      column: 'score',
      first: 10,
      users: 184,
      pairs: 4210,
      stages: stages.map(({ keep }) => ({
        handedOn: keep,
        scored: 22.9 * kept(keep),
        kept: kept(keep),
        overlap: keep > 20 ? 0.64 : null,
        overlapUsers: keep > 20 ? 131 : 0,
        correlation: 0.37,
        correlationUsers: 176,
      })),
    },
  };
}

function sourcesOf({ sources }: StageAsked, recall: number, work: number): SourceFigures[] | null {
  if (sources.length === 1) return null;
  const all = sources.reduce((sum, { weight }) => sum + weight, 0);
  return sources.map(({ weight }, at) => ({
    share: weight / all,
    listed: 0.58 + 0.2 * (weight / all),
    alone: 0.2 + 0.2 * (weight / all),
    overlap: sources.map((_, other) => (other === at ? 1 : 0.36)),
    recall: (0.95 - 0.08 * at) * recall,
    adds: { mean: 0.062 - 0.034 * at, half: 0.011 },
    work: work / sources.length,
  }));
}

/** Places at the first stage and at the second, which leaves out some; two items never reach it. */
const PLACES: readonly (readonly [first: number, second: number | null])[] = [
  [9, 1],
  [2, 2],
  [31, 3],
  [64, 4],
  [1, 5],
  [17, 6],
  [80, 7],
  [5, 8],
  [44, 9],
  [23, 10],
  [3, 27],
  [4, 61],
  [118, null],
  [640, null],
];
const HELD_OUT = [3, 12];

function personOf({ items, itemTitles, users, userTitles }: Dataset, asked: Ask<'funnelPerson'>): FollowedPerson {
  const { stages, user } = asked;
  return {
    userId: users[user]!,
    userTitle: userTitles[user]!,
    titles: stages.map(({ sources }, at) => sources.map((_, m) => (at > 0 ? 'Ranker' : m === 0 ? 'Towers' : 'MIND'))),
    keeps: stages.map(({ keep }) => keep),
    items: PLACES.map(([first, second], n) => ({
      item: n,
      id: items[n]!,
      title: itemTitles[n]!,
      note: '',
      hit: HELD_OUT.includes(n),
      bySource: stages.map(({ sources }, at) =>
        at > 0 || sources.length === 1 ? [] : sources.map((_, m) => Math.ceil(first * (m === n % 2 ? 0.6 : 2.4))),
      ),
      places: stages.map((_, at) => (at === 0 ? first : second)),
      lostAt: second === null ? 0 : second > stages[1]!.keep ? 1 : null,
    })),
  };
}

export default defineScenes({
  preset: 'two-tower',
  answers: (dataset) => ({
    funnel: (asked) => funnelOf(dataset, asked),
    funnelPerson: (asked) => personOf(dataset, asked),
  }),
  states: {
    loading: underWay,
    live: async (stage, scenes) => {
      await STATE_PLAYS.live(stage, scenes);
      await trainedBefore(stage);
    },
    finished: tried,
    // The ranker is without weights.
    failed: async (stage, scenes) => {
      await STATE_PLAYS.failed(stage, scenes);
      await trainedBefore(stage, ['ranker']);
    },
  },
});
