/**
 * Scores of a frozen teacher, say the ranker in production, for rows that were shown: a column of numbers among the
 * outcomes of the log. They are read as labels are, of training rows alone.
 */
import type { Dataset, OutcomeColumn, Outcomes, Shown } from './dataset';
import { PART } from './shown';

export interface TeacherColumn {
  /** Name of a column of numbers among the outcomes. */
  column: string;
  /** Its numbers: log-odds of being taken, which may be any, or the probability itself. */
  gives: 'logit' | 'probability';
}

/** A column that may hold scores, and the ends between which those of the training part lie. */
export interface ScoreColumn {
  name: string;
  least: number;
  most: number;
}

/** Log-odds; NaN where a row has no score. */
export interface TeacherScores {
  /** @param event position in `Events`: the score of its own row, the first of its pair */
  ofEvent(event: number): number;
  /** @param row position in `Shown` */
  ofShown(row: number): number;
}

/** A probability is taken for at least so much, and for as much less than 1: log-odds of 0 and 1 are not finite. */
export const LEAST_PROBABILITY = 1e-6;

/** Columns of numbers of which training has any. */
export function scoreColumns({
  events,
  shown,
  split,
}: Pick<Dataset, 'events' | 'shown'> & { split: Pick<Dataset['split'], 'train'> }): ScoreColumn[] {
  const { outcomes } = events;
  if (!shown || !outcomes) return [];
  return outcomes.columns.flatMap(({ name }) => {
    const values = { events: numbersOf(outcomes.columns, name), shown: numbersOf(shown.columns, name) };
    if (!values.events || !values.shown) return [];
    let [least, most] = [Infinity, -Infinity];
    const see = (score: number): void => {
      if (!Number.isFinite(score)) return;
      least = Math.min(least, score);
      most = Math.max(most, score);
    };
    for (const event of split.train) see(values.events[outcomes.start[event]!]!);
    for (const [row, part] of shown.part.entries()) if (part === PART.train) see(values.shown[row]!);
    return least <= most ? [{ name, least, most }] : [];
  });
}

/** @throws RangeError where the rows have no such column of numbers */
export function teacherScores(
  { outcomes, shown }: { outcomes: Outcomes | null; shown: Shown | null },
  { column, gives }: TeacherColumn,
): TeacherScores {
  const ofEvents = outcomes && numbersOf(outcomes.columns, column);
  const ofShown = shown && numbersOf(shown.columns, column);
  if (!outcomes || !ofEvents || !ofShown) throw new RangeError(`no column of scores "${column}"`);
  const read = (score: number): number =>
    !Number.isFinite(score) ? Number.NaN : gives === 'logit' ? score : logOdds(score);
  return {
    ofEvent: (event) => read(ofEvents[outcomes.start[event]!]!),
    ofShown: (row) => read(ofShown[row]!),
  };
}

function logOdds(probability: number): number {
  const inside = Math.min(Math.max(probability, LEAST_PROBABILITY), 1 - LEAST_PROBABILITY);
  return Math.log(inside / (1 - inside));
}

/** Of the column of this name, one for each row; null where it is not there or holds no numbers. */
export function numbersOf(columns: readonly OutcomeColumn[], name: string): Float32Array | null {
  const column = columns.find((known) => known.name === name);
  return column && 'values' in column ? column.values : null;
}
