import { describe, expect, it } from 'vitest';
import { DEFAULT_PROTOCOL } from '../data/dataset';
import { REFERENCE_ROWS } from '../lab/rankers/rankers';
import { choicesText, chosenSentence, rowWords } from '../words/rankers';
import { speak } from '../words/words';
import { reportTable, type Report } from './report';

const REPORT: Report = {
  preset: 'two-tower',
  fieldTimes: null,
  params: 'mlp.widths=[64]',
  seed: 7,
  steps: 1200,
  epochs: 12,
  dataset: 'log.csv',
  protocol: DEFAULT_PROTOCOL,
  users: 610,
  testUsers: 600,
  items: 3650,
  pairs: 90274,
  leftOut: { validation: { 'few-moments': 10 }, test: { 'few-moments': 10 } },
  trainingRows: { withoutHistory: 0.476, untested: 0.0125 },
  testPairs: null,
  rowWeights: null,
  read: null,
  rows: null,
  metrics: { 'hr@10': 0.1475, 'recall@10': 0.1197, 'ndcg@10': 0.0663, mrr: 0.05, 'hr@50': 0.4, 'coverage@10': 0.3 },
  baselines: {
    easeRecency: { 'hr@10': 0.1377 },
    popularity: { 'hr@10': 0.0541 },
    left: [
      { id: 'ease', reason: 'too-slow', values: { items: 60_000, events: 3e8, billions: 1200, most: 1000 } },
      { id: 'transitions', reason: 'skipped', values: {} },
    ],
    instead: [{ id: 'random', method: 'places', values: { users: 100_000, items: 60_000, events: 3e8 } }],
    chosen: { easeRecency: { lambda: 20, halfLife: 10 } },
  },
  teacherScaling: null,
  agreement: [],
  speed: { stepsPerSecond: 12.34, examplesPerSecond: 12636.2, jsMsPerStep: 1.25, dispatchesPerStep: 60 },
  stage: { at: 2, of: 3 },
  keptStage: { at: 1, of: 3 },
  adapter: 'llvmpipe',
  loss: { first: 6.9, last: 4.25 },
  weights: 'w.json',
};

describe('the report', () => {
  it('puts the baselines under the model, with a dash for what was not measured', () => {
    const table = reportTable(REPORT);
    expect(table).toEqual([
      'log.csv: 610 users, 3,650 items, 90,274 pairs',
      'Full-catalogue ranking; ties averaged over all orders. Leave-last-out, seen items removed, items with ≥ 5 and users with ≥ 3 events, 600 users tested.',
      '10 users have events at fewer than three different times and are used for training only. 47.6% of the training rows have no history: the model sees an empty history there. 1.3% of the training rows belong to users who are never tested.',
      '',
      '                 HR@10  Recall@10  NDCG@10     MRR   HR@50  Coverage@10',
      'Towers          0.1475     0.1197   0.0663  0.0500  0.4000       0.3000',
      'Popularity      0.0541          –        –       –       –            –',
      'EASE + recency  0.1377          –        –       –       –            –',
      '',
      'Chosen on validation: EASE + recency (half-life 10 events, lambda 20).',
      'Random: 100,000 users and 60,000 items are too many to draw every order whole: the places of the target items are drawn.',
      'EASE: Not computed: 60,000 items and 300,000,000 events take 1,200 billion operations, limit 1,000 billion.',
      'Transitions: Not computed: skipped.',
      'mlp.widths=[64], seed 7, 1,200 steps, 12 epochs, loss 6.9000 to 4.2500',
      'Stage 2 reached its epoch limit before converging; later stages were skipped.',
      'Stage 1 was best on validation, so its weights are kept; training up to stage 2 did not improve on it.',
      '12.3 steps/s, 12,636 examples/s, 1.3 ms of JavaScript and 60 dispatches per step on llvmpipe',
      'weights: w.json',
    ]);
  });
});

it('has AUC and GAUC of pairs where there are shown rows, with what they compare', () => {
  const metrics = { 'hr@10': 0.1, auc: 0.5451, gauc: 0.5272 };
  const table = reportTable({
    ...REPORT,
    metrics,
    protocol: { ...DEFAULT_PROTOCOL, positives: 'is_click=1' },
    baselines: { popularity: { 'hr@10': 0.05, auc: 0.5528, gauc: 0.5385 } },
    testPairs: { taken: 12_496, shown: 10_448, users: 5026 },
  });
  expect(table[1]).toContain('events, positives is_click=1, other rows kept as shown, 600 users tested.');
  expect(table[3]).toBe(
    'AUC and GAUC compare the 12,496 pairs of the test set that were taken with 10,448 that were only shown; GAUC is the mean over 5,026 users with both, weighted by their pairs.',
  );
  expect(table.find((line) => line.startsWith('Towers'))).toMatch(/0\.5451 +0\.5272$/);
  expect(table.find((line) => line.startsWith('Popularity'))).toMatch(/0\.5528 +0\.5385$/);
  expect(table[5]).toMatch(/Coverage@10 +AUC of pairs +GAUC of pairs$/);
});

it('has agreement with a ranker in one table with the hits of both, with intervals and users', () => {
  const hits = (hr: number) => ({ hr: { mean: hr, half: 0.03 }, ndcg: { mean: hr / 2, half: 0.01 } });
  const found = {
    title: 'DIN',
    users: 600,
    step: 1200,
    correlation: { users: 590, value: { mean: -0.25, half: 0.02 } },
  };
  const overlap = { users: 598, value: { mean: 0.4, half: 0.015 } };
  const beside = (...agreement: Report['agreement']) => reportTable({ ...REPORT, agreement }).join('\n');
  const model = beside({
    ...found,
    kind: 'model',
    depth: 100,
    scored: null,
    at: [{ k: 10, model: hits(0.14), ranker: hits(0.16), overlap }],
  });
  expect(model).toContain(
    [
      'Beside a ranker: DIN',
      'Metric                     Towers              DIN         Agreement  Users',
      'HR@10             0.1400 ± 0.0300  0.1600 ± 0.0300                 –    600',
      'NDCG@10           0.0700 ± 0.0100  0.0800 ± 0.0100                 –    600',
      'Overlap@10                      –                –   0.4000 ± 0.0150    598',
      'Rank correlation                –                –  -0.2500 ± 0.0200    590',
      'Full catalogue, 600 test users',
    ].join('\n'),
  );
  expect(model).toContain('over the ranker’s first 100 items');
  const none = { users: 0, value: null };
  const column = { ...found, title: 'score', kind: 'column' as const, depth: null };
  const at = [{ k: 10, model: hits(0.14), ranker: null, overlap: none }];
  const told = beside({ ...column, at, scored: { users: 184, pairs: 4210 } });
  expect(told).toMatch(/HR@10 +0\.1400 ± 0\.0300 +– +– +600\n/);
  expect(told).toMatch(/Overlap@10 +– +– +– +0\n/);
  expect(told).toContain('only the 4,210 pairs of 184 test users that have a score in “score”');
  expect(told).toContain('The column has no hits of its own');
  expect(beside({ ...column, at, scored: { users: 0, pairs: 0 }, correlation: none })).toContain(
    'No tested user has a score in “score”',
  );
});

describe('the rows beside a model', () => {
  it.each(['en', 'zh'] as const)('have each a name of their own and an explanation, %s', (language) => {
    const rows = REFERENCE_ROWS.map((id) => rowWords(id, speak(language)));
    expect(new Set(rows.map(({ title }) => title)).size).toBe(REFERENCE_ROWS.length);
    expect(new Set(rows.map(({ about }) => about)).size).toBe(REFERENCE_ROWS.length);
  });

  it('say what was chosen for them', () => {
    const [english, chinese] = [speak('en'), speak('zh')];
    expect(choicesText('ease', { lambda: 10_000 }, english)).toBe('lambda 10,000');
    expect(choicesText('itemKnnRecency', { neighbours: 200, shrinkage: 0, halfLife: 1 }, english)).toBe(
      'half-life 1 event, 200 neighbours, shrinkage 0',
    );
    expect(choicesText('easeRecency', { lambda: 20, halfLife: null }, english)).toBe('no half-life, lambda 20');
    expect(choicesText('easeRecency', { lambda: 20, halfLife: 10 }, chinese)).toBe('半衰期 10 个事件，正则系数 20');
    expect(choicesText('popularityRecency', { halfLife: 1.4 }, english)).toBe('half-life 1.4 days');
    expect(choicesText('popularityRecency', { halfLife: 1 }, english)).toBe('half-life 1 day');
    expect(choicesText('popularityRecency', { halfLife: 1.4 }, chinese)).toBe('半衰期 1.4 天');
    const chosen = { ease: { lambda: 20 }, itemKnn: { neighbours: 50, shrinkage: 10 } };
    expect(chosenSentence({ chosen }, english)).toBe(
      'Chosen on validation: ItemKNN (50 neighbours, shrinkage 10), EASE (lambda 20).',
    );
    expect(chosenSentence({ chosen, chosenOn: 16_384 }, english)).toBe(
      'Chosen on 16,384 of the validation users: ItemKNN (50 neighbours, shrinkage 10), EASE (lambda 20).',
    );
    expect(chosenSentence({}, english)).toBe('');
  });
});
