import { FIRST_VALUE } from '../../data/dataset';
import type { Json } from '../../model/document/graph';
import { nodeById, setParam } from '../../model/document/graph-edits';
import { withRecentPopularity } from '../../model/presets/drawing/recent-popularity';
import { drawTowers } from '../../model/presets/drawing/towers';
import { rowsOfTargets } from '../evaluate/targets';
import type { LiveModel } from '../training/live-model';
import { settingsOf } from './drawing/field-towers';
import { beats, costsNothing, standsAbove } from './judging/claims';
import type { Outcome } from './running/outcome';
import type { Draw, Study } from './studies';

const WIDTH = 32;

const towers: Draw = (schema) => drawTowers('Two towers', schema, WIDTH);

/** The towers, with the node, and these of its parameters. */
const popularity =
  (params: Readonly<Record<string, Json>>): Draw =>
  (schema) =>
    Object.entries(params).reduce(
      (graph, [name, value]) => setParam(graph, 'recent-popularity', name, value),
      withRecentPopularity(towers(schema), schema)!,
    );

/** Of some 20,600 training events: snapshots lie 160 of them apart. */
const RECENT = { halfLife: 64, halfLives: 3, snapshots: 128 };
/** One half-life that is longer than any log: everything before the moment counts alike. */
const ALL_TIME = { ...RECENT, halfLife: 10_000_000, halfLives: 1 };

/** What a customer's account says: by it the towers can tell who follows fashions. */
const READS = 'reads';
const KINDS = { 'fashion paper': 'those who follow fashions', almanac: 'those who follow none' };
type Kind = keyof typeof KINDS;
const ndcgOf = (kind: Kind): string => `NDCG@10 of ${KINDS[kind]}`;
const strengthOf = (kind: Kind): string => `strength of popularity, ${KINDS[kind]}`;

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
  const served = nodeById(model.graph, 'recent-popularity');
  return served?.params['perUser'] === true ? { ...ndcg, ...means(strengthOf, await strengths(model)) } : ndcg;
}

/** [test users] 1 + <a, u>, which is all that stands behind the tower's own numbers; 0 before the first snapshot. */
async function strengths({ compiled, encoder, dataset }: LiveModel): Promise<number[]> {
  const out: number[] = [];
  const { test } = dataset.split;
  for (let from = 0; from < test.length; from += encoder.userRows) {
    const part = test.slice(from, from + encoder.userRows);
    const { vectors } = encoder.encodeUsers(rowsOfTargets(dataset, part, compiled));
    const [numbers, width] = [Float32Array.from(await vectors.data()), vectors.shape[2]];
    vectors.dispose();
    part.forEach((_, row) => {
      const behind = numbers.slice((row + 1) * width - RECENT.snapshots, (row + 1) * width);
      out.push(behind.reduce((sum, x) => sum + x, 0));
    });
  }
  return out;
}

const study: Study = {
  id: 'popularity',
  question:
    'Where fashions come and go, do towers that know what was taken just before the request find more, is it the recency, and does anyone who follows none lose by it?',
  world: { id: 'fashions', events: 24_000, seed: 'run' },
  settings: () => settingsOf(256, 2e-3, { patience: 3, maxEpochs: 20 }),
  arms: {
    towers: { budget: 'own', draw: towers },
    recent: { budget: 'own', draw: popularity(RECENT) },
    'all time': { budget: 'own', draw: popularity(ALL_TIME) },
    alike: { budget: 'own', draw: popularity({ ...RECENT, perUser: false }) },
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
