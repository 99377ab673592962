/**
 * The log with the scores that a model gives to its rows, each as of its own moment: what a student is distilled from
 * (`data/teacher-scores.ts`), or any other program reads.
 */
import type { Column, Table } from '../../data/table';
import { columnOf, toCsv } from '../../data/worlds/tables';
import { freshId } from '../../model/document/graph-edits';
import { pairsOfLog } from '../evaluate/pairs';
import { scoresOfPairs } from '../evaluate/score-pairs';
import { LabError } from '../failure';
import type { LiveModel } from '../training/live-model';
import type { Watch } from '../waits';
import type { ExportedFile } from './exported-file';
import { scoredNameOf } from './file-name';

/** Digits that tell any two numbers of 32 bits apart. */
const DIGITS = 9;

export interface ScoredFile extends ExportedFile {
  /** Rows of the log, and those that have a score: others are no rows of the data set. */
  rows: number;
  scored: number;
}

/**
 * CSV of the columns of the log and one more, empty where a row was left out by the protocol.
 * @param log that the model's data set was made of
 * @param asked for the name of that column; null: `score`, or the next such name that the log does not have
 * @throws LabError (no-own-moment, column-taken, scores-not-finite); the signal's reason
 */
export async function exportScores(
  { serving, dataset, step }: LiveModel,
  log: Table,
  asked: string | null,
  watch: Watch,
): Promise<ScoredFile> {
  if (dataset.protocol.split === 'random')
    throw new LabError('no-own-moment', 'under a random split rows have no past of their own');
  const taken = log.columns.map((column) => column.name);
  const name = asked ?? freshId(taken, 'score');
  if (taken.includes(name)) throw new LabError('column-taken', `the log has a column "${name}"`, { column: name });
  const pairs = pairsOfLog(dataset);
  const scores = await scoresOfPairs(serving, pairs, watch);
  const byLine = new Map(Array.from(pairs.lines, (line, pair) => [line, scores[pair]!]));
  const cells = Array.from(log.line, (line) => {
    const score = byLine.get(line);
    return score === undefined ? '' : String(Number(score.toPrecision(DIGITS)));
  });
  const columns: Column[] = [...log.columns, columnOf(name, cells)];
  return {
    fileName: scoredNameOf(log.fileName, step),
    blob: new Blob([toCsv({ ...log, columns })], { type: 'text/csv' }),
    rows: log.rows,
    scored: cells.filter((cell) => cell !== '').length,
  };
}
