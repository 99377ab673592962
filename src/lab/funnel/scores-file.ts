/**
 * The scores of a supplied ranker, of which nothing else is known: a delimited text with a user, an item and a score in
 * each line, by columns of these names, or the first three where a header has not all of them.
 */
import type { Dataset } from '../../data/dataset';
import { indexOfIds } from '../../data/join-ids';
import { readNumbers } from '../../data/numbers';
import { readDelimited } from '../../data/sources/csv/read';
import { DataError, type Column } from '../../data/table';
import type { ScoredItems } from '../evaluate/scored-pairs';
import { LabError } from '../failure';

/** What became of its lines; each is in one of them. */
export interface ScoreLines {
  /** Read, those that are left out below among them. */
  read: number;
  /** Of users and items of the data, tested or not. */
  used: number;
  unknownUsers: number;
  unknownItems: number;
  /** Of a pair that had a score before, which counts. */
  repeated: number;
  /** Too few or too many cells, or a score that is no number. `lines`: the first of them, from 1. */
  bad: { count: number; lines: number[] };
}

export interface ScoresFile {
  name: string;
  /** By user. */
  scores: ReadonlyMap<number, ScoredItems>;
  lines: ScoreLines;
}

/** Lines that are named of those that cannot be used. */
const EXAMPLES = 5;

/**
 * Ids are found as those of tables are, 17850 by 17850.0 too, and scores are read as numbers of a log, 0,5 too.
 * @throws LabError (scores-unreadable, scores-no-numbers, scores-of-none); the signal's reason
 */
export async function readScores(
  source: Blob | string,
  name: string,
  { users, items }: Pick<Dataset, 'users' | 'items'>,
  signal: AbortSignal,
): Promise<ScoresFile> {
  const table = await readDelimited(source, { fileName: name, signal }).catch((error: unknown) => {
    throw error instanceof DataError ? unreadable(name) : error;
  });
  const [user, item, score] = columnsOf(table.columns, name);
  const [userOf, itemOf] = [codesTo(user, users), codesTo(item, items)];
  const scoreOf = readNumbers(score.dictionary);
  const scores = new Map<number, Map<number, number>>();
  const rejected = table.report.rejected.filter(({ reason }) => reason !== 'undecodable');
  const bad = rejected.flatMap(({ examples }) => examples.map(({ line }) => line));
  const lines: ScoreLines = {
    read: table.report.read,
    used: 0,
    unknownUsers: 0,
    unknownItems: 0,
    repeated: 0,
    bad: { count: rejected.reduce((sum, { count }) => sum + count, 0), lines: [] },
  };
  for (let row = 0; row < table.rows; row++) {
    const [u, i] = [userOf[user.codes[row]!]!, itemOf[item.codes[row]!]!];
    const value = scoreOf[score.codes[row]!]!;
    if (Number.isNaN(value)) {
      lines.bad.count++;
      if (bad.length < 2 * EXAMPLES) bad.push(table.line[row]!);
    } else if (u < 0) lines.unknownUsers++;
    else if (i < 0) lines.unknownItems++;
    else {
      const own = scores.get(u) ?? new Map<number, number>();
      if (own.has(i)) lines.repeated++;
      else {
        own.set(i, value);
        lines.used++;
      }
      scores.set(u, own);
    }
  }
  lines.bad.lines = bad.toSorted((a, b) => a - b).slice(0, EXAMPLES);
  if (table.rows > 0 && scoreOf.every(Number.isNaN))
    throw new LabError('scores-no-numbers', `"${name}" has no score that is a number`, {
      file: name,
      line: table.line[0]!,
      text: score.dictionary[score.codes[0]!]!,
    });
  if (lines.used === 0)
    throw new LabError('scores-of-none', `"${name}" has no score of a user and an item of the data`, { file: name });
  return { name, scores, lines };
}

const unreadable = (name: string): LabError =>
  new LabError('scores-unreadable', `"${name}" is no table of users, items and scores`, { file: name });

function columnsOf(columns: readonly Column[], name: string): [user: Column, item: Column, score: Column] {
  const named = ['user', 'item', 'score'].map((role) =>
    columns.find((column) => column.name.trim().toLowerCase() === role),
  );
  const [user, item, score] = named.every((column) => column !== undefined) ? named : columns;
  if (!user || !item || !score) throw unreadable(name);
  return [user, item, score];
}

/** By entry of the column's dictionary: the index of that id; -1 where there is none. */
function codesTo({ dictionary }: Column, ids: readonly string[]): Int32Array {
  const find = indexOfIds(ids);
  return Int32Array.from(dictionary, (text) => find(text) ?? -1);
}
