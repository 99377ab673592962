/** A model beside a ranker. */
export const agreement = {
  title: 'Beside a ranker: {title}',
  metric: 'Metric',
  both: 'Agreement',
  users: 'Users',
  overlap: 'Overlap@{k}',
  correlation: 'Rank correlation',
  plusMinus: '{mean} ± {half}',
  about:
    'Full catalogue, {users} test users, without the items of their history; ± is half the 95 % interval over users. Overlap@K: the share of the ranker’s first K that is among the first K of this model, over users with more than K candidates. Rank correlation: Spearman’s, over the ranker’s first {depth} items of each user; over the whole catalogue, items that neither model would show would decide it. Agreement and hits are two things: read them together.',
  aboutColumn:
    'HR and NDCG: full catalogue, {tested} test users. Overlap and Spearman’s rank correlation: only the {pairs} pairs of {users} test users that have a score in “{column}”, held-out items and what was shown beside them; overlap@K over users with more than K of them. ± is half the 95 % interval over users. The column has no hits of its own: held-out items always have a score, other candidates seldom.',
  none: 'No tested user has a score in “{column}” for a candidate, so there is nothing to compare with.',
  panel: {
    title: 'Compare with a ranker',
    about: 'How far the lists and orders of these weights are those of another model of the same data.',
    empty:
      'Nothing to compare with yet: train another model, a ranker say, on this data. Runs whose weights are still kept, and columns of scores, can be chosen here.',
    choose: 'Ranker',
    runs: 'Runs',
    columns: 'Columns with scores',
    ask: 'Compare',
    running: 'Ranking the catalogue for all test users…',
    whenAtRest: 'Pause or stop training to compare.',
  },
};
