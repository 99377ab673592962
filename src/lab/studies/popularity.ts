import { FIRST_VALUE } from '../../data/dataset';
import type { Json } from '../../model/document/graph';
import { setParam } from '../../model/document/graph-edits';
import { withRecentPopularity } from '../../model/presets/drawing/recent-popularity';
import { drawTowers } from '../../model/presets/drawing/towers';
import { settingsOf } from './drawing/field-towers';
import { beats, costsNothing, standsAbove } from './judging/claims';
import type { Outcome } from './running/outcome';
import { probeByTarget } from './running/probe-by-target';
import type { Draw, Study } from './studies';

const WIDTH = 32;

const towers: Draw = (schema) => drawTowers('Two towers', schema, WIDTH);

/** The towers, with the node, and these of its parameters. */
const popularity =
  (params: Readonly<Record<string, Json>> = {}): Draw =>
  (schema) =>
    Object.entries(params).reduce(
      (graph, [name, value]) => setParam(graph, 'recent-popularity', name, value),
      withRecentPopularity(towers(schema), schema)!,
    );

/** One half-life that is longer than any log: everything before the moment counts alike. */
const ALL_TIME = { halfLife: 10_000_000, halfLives: 1 };

/** What a customer's account says: by it the towers can tell who follows fashions. */
const READS = 'reads';
const KINDS = { 'fashion paper': 'those who follow fashions', almanac: 'those who follow none' };
type Kind = keyof typeof KINDS;
const ndcgOf = (kind: Kind): string => `NDCG@10 of ${KINDS[kind]}`;
const strengthOf = (kind: Kind): string => `strength of popularity, ${KINDS[kind]}`;
const STRENGTH = 'recent-popularity/strength';

/** Means over the test users of each kind: of NDCG@10 and, where it is learnt for each user, of the strength. */
async function byKind({ trained, loaded: { dataset }, test }: Outcome): Promise<Record<string, number>> {
  const { ids, vocabulary } = dataset.fields.find(({ name }) => name === READS)!;
  const targets = dataset.split.test;
  const means = (named: (kind: Kind) => string, values: ArrayLike<number>): Record<string, number> =>
    Object.fromEntries(
      (Object.keys(KINDS) as Kind[]).map((kind) => {
        const own = targets.flatMap(({ user }, at) =>
          vocabulary[ids[user]! - FIRST_VALUE] === kind ? [values[at]!] : [],
        );
        return [named(kind), own.reduce((sum, x) => sum + x, 0) / own.length];
      }),
    );
  const ndcg = means(ndcgOf, test.perUser['ndcg@10']);
  const { model } = trained[0]!;
  if (!model.compiled.probes.some(({ key, labels }) => key === STRENGTH && labels.length > 0)) return ndcg;
  const { values } = await probeByTarget(model, targets, STRENGTH);
  return {
    ...ndcg,
    ...means(
      strengthOf,
      values.map(([strength]) => strength!),
    ),
  };
}

const study: Study = {
  id: 'popularity',
  question:
    'Where fashions come and go, do towers that know what was taken just before the request find more, is it the recency, and does anyone who follows none lose by it?',
  world: { id: 'fashions', events: 24_000, seed: 'run' },
  settings: () => settingsOf(256, 2e-3, { patience: 3, maxEpochs: 20 }),
  arms: {
    towers: { budget: 'own', draw: towers },
    recent: { budget: 'own', draw: popularity() },
    'all time': { budget: 'own', draw: popularity(ALL_TIME) },
    alike: { budget: 'own', draw: popularity({ perUser: false }) },
  },
  budget: null,
  compare: [
    ['recent', 'towers'],
    ['recent', 'all time'],
    ['recent', 'alike'],
    ['all time', 'towers'],
  ],
  measure: byKind,
  claims: [
    { text: 'Towers with recent popularity beat the plain towers.', judge: beats('recent', 'towers') },
    {
      text: 'It is the recency: they beat towers with the popularity of all time.',
      judge: beats('recent', 'all time'),
    },
    {
      text: 'A strength for each user finds more for those who follow no fashion than one strength for all.',
      judge: beats('recent', 'alike', ndcgOf('almanac')),
    },
    {
      text: 'That strength is larger for those who follow fashions, as planted.',
      judge: standsAbove('recent', [strengthOf('fashion paper')], [strengthOf('almanac')]),
    },
    {
      text: 'Those who follow no fashion lose nothing beside the plain towers (less than 3 % of NDCG@10).',
      judge: costsNothing('recent', 'towers', 0.03, ndcgOf('almanac')),
    },
  ],
};
export default study;
