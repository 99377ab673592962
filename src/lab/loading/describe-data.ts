/** What the page is told of the loaded data: figures of the data set, and users to choose from. */
import { categoryFacts, type CategoryFacts } from '../../data/categories';
import type { Dataset, FieldSpec, Protocol } from '../../data/dataset';
import { sessionFacts, type SessionFacts } from '../../data/sessions';
import { shownCounts, type PartName } from '../../data/shown';
import { weightFacts, type WeightFacts } from '../../data/weight-facts';
import { leftOut, trainingRows, type LeftOut, type TrainingRows } from '../../data/split-facts';
import { CATEGORIES } from '../../model/objectives/category-alignment/block';
import { chanceMetrics } from '../evaluate/chance';
import type { Metrics } from '../evaluate/metrics';
import { pairCounts, pairsOf, type PairCounts } from '../evaluate/pairs';
import { schemaOf, type Schema } from '../../model/document/schema';
import type { Answer } from '../protocol';
import type { Loaded } from './sources';
import type { Table } from '../../data/table';
import { countedIn, type Counted, type TimeUnit } from '../../data/time';
import { matchOfNames, plainName } from './user-match';

export interface FoundUser {
  /** Row of the user. */
  user: number;
  id: string;
  title: string;
  events: number;
}

export interface DatasetSummary {
  name: string;
  users: number;
  testUsers: number;
  items: number;
  events: number;
  pairs: number;
  /** Rows shown and not taken, by part; null where the protocol does not say which rows are positives. */
  shown: Record<PartName, number> | null;
  /** What AUC and GAUC of the test part compare; null likewise. */
  testPairs: PairCounts | null;
  fields: (FieldSpec & { warning?: string })[];
  /** What a graph is judged against. */
  schema: Schema;
  protocol: Protocol;
  hasTime: boolean;
  /** Null where the log has neither time nor a session column. */
  sessions: SessionFacts | null;
  categories: CategoryFacts;
  report: Table['report'];
  /**
   * The column of times, what its cells are, and the first and the last moment in ms; `counted`: its numbers where they
   * are no moments, the order of events. Null where there is none.
   */
  time: { column: string; unit: TimeUnit; first: number; last: number; counted: Counted | null } | null;
  /** Share of test targets never seen in training. */
  unseenTargets: number;
  /** Users who are not asked. */
  leftOut: Record<'validation' | 'test', LeftOut>;
  trainingRows: TrainingRows;
  /** Null where all rows weigh the same. */
  rowWeights: WeightFacts | null;
  /** What a random order gets on the validation part, on average. */
  chance: Metrics;
  fingerprint: string;
  /** How much each field decides in the world that made the log; null where nobody knows. */
  planted: Readonly<Record<string, number>> | null;
}

export function summaryOf({ dataset, report, time, truth }: Loaded): DatasetSummary {
  const testPairs = pairsOf(dataset, 'test');
  return {
    name: dataset.name,
    users: dataset.users.length,
    testUsers: dataset.split.test.length,
    items: dataset.items.length,
    events: dataset.events.user.length,
    pairs: countPairs(dataset),
    shown: dataset.shown && shownCounts(dataset.shown),
    testPairs: testPairs && pairCounts(testPairs),
    fields: dataset.fields.map(({ name, owner, kind, rows, length, warning }) => ({
      name,
      owner,
      kind,
      rows,
      length,
      ...(warning ? { warning } : {}),
    })),
    schema: schemaOf(dataset),
    protocol: dataset.protocol,
    hasTime: dataset.hasTime,
    sessions: sessionFacts(dataset),
    categories: categoryFacts(dataset, CATEGORIES),
    report,
    time: time && timeOf(time, dataset),
    unseenTargets: dataset.split.unseenTargets,
    leftOut: leftOut(dataset),
    trainingRows: trainingRows(dataset),
    rowWeights: weightFacts(dataset),
    chance: chanceMetrics(dataset, dataset.split.validation),
    fingerprint: dataset.fingerprint,
    planted: truth?.fields ?? null,
  };
}

type Times = NonNullable<DatasetSummary['time']>;
function timeOf(column: Pick<Times, 'column' | 'unit'>, { events }: Dataset): Times {
  const span = { first: Infinity, last: -Infinity };
  for (const time of events.time) {
    span.first = Math.min(span.first, time);
    span.last = Math.max(span.last, time);
  }
  return { ...column, ...span, counted: countedIn(column.unit, span) };
}

function countPairs({ events, userStart }: Dataset): number {
  let pairs = 0;
  for (let user = 0; user + 1 < userStart.length; user++)
    pairs += new Set(events.item.subarray(userStart[user], userStart[user + 1])).size;
  return pairs;
}

/** Of users, as they are compared: made once for a data set, so that each letter that is typed costs little. */
const plainNames = new WeakMap<Dataset, { ids: string[]; titles: string[] }>();

function namesOf(dataset: Dataset): { ids: string[]; titles: string[] } {
  const known = plainNames.get(dataset);
  if (known) return known;
  const names = { ids: dataset.users.map(plainName), titles: dataset.userTitles.map(plainName) };
  plainNames.set(dataset, names);
  return names;
}

/**
 * Test users whose id or title contains the text: those it names in full first, then those it begins, then the others,
 * each in the order of the test part. `users` are the first `limit` of `matches`.
 */
export function findUsers(dataset: Dataset, text: string, limit: number): Answer<'findUsers'> {
  const wanted = plainName(text.trim());
  const { ids, titles } = namesOf(dataset);
  const byRank: [number[], number[], number[]] = [[], [], []];
  let matches = 0;
  for (const { user } of dataset.split.test) {
    const rank = matchOfNames(wanted, ids[user] ?? '', titles[user] ?? '');
    if (rank === null) continue;
    matches += 1;
    if (byRank[rank].length < limit) byRank[rank].push(user);
  }
  const users = byRank.flat().slice(0, limit);
  return {
    users: users.map((user) => ({
      user,
      id: dataset.users[user] ?? '',
      title: dataset.userTitles[user] ?? '',
      events: (dataset.userStart[user + 1] ?? 0) - (dataset.userStart[user] ?? 0),
    })),
    matches,
  };
}
