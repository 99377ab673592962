/**
 * Scores of a frozen teacher that is a stored run: what its model says of the rows of the training part, each as of its
 * own moment, made once, before training. Of held-out rows there are none.
 *
 * What they mean is the teacher's own affair. Where a softmax trained it, what all candidates of a row have in common
 * changed nothing of its loss: its scores have no zero. A logistic loss gave them one, that of the candidates it saw:
 * one in sixteen of those drawn from the catalogue, say, was taken. A listwise student is as blind to it as such a
 * teacher, and reads the scores as they are. A pointwise one would learn it, and against its own labels: for it the
 * scores are brought to log-odds of being taken among the candidates that the student itself reads, slope * score +
 * intercept by Platt scaling (`platt-scaling.ts`) over all of its training lists: each training event once, and each
 * shown row as often as it stands in a list. Those are the labels of its own loss, where no row weighs more than
 * another. A teacher that is right about them already has the slope 1 and the intercept 0.
 *
 * The slope is fitted on rows that the teacher was trained on: where it has learnt them by heart it is surer than it
 * should be, which a temperature takes back.
 */
import { shownBefore, type Candidates } from './candidates';
import type { Dataset } from './dataset';
import { GivenByName } from './given-by-name';
import { plattScaling, type Scaling } from './platt-scaling';
import { shownOf } from './shown';
import type { TeacherScores } from './teacher-scores';

/** What an objective asks of a run. */
export interface TeacherRun {
  /** Id of a stored run. */
  run: string;
  /** Whether its scores are read as log-odds, or as they are. */
  asLogOdds: boolean;
}

export interface RunScores {
  /** [training events], in the order of `split.train`. */
  events: Float32Array;
  /** [shown rows of the training part], in the order of `Shown`. */
  shown: Float32Array;
}

const given = new GivenByName<RunScores>();

/** In place of what was given by this name before. @throws RangeError where they are not of this data set */
export function giveScores(dataset: Dataset, run: string, scores: RunScores): void {
  const shown = dataset.shown ? shownOf(dataset.shown, 'train').length : 0;
  if (scores.events.length !== dataset.split.train.length || scores.shown.length !== shown)
    throw new RangeError(`scores of the teacher "${run}" are not of ${dataset.split.train.length} + ${shown} rows`);
  given.set(dataset, run, scores);
}

/** Null where none were given. */
export const runScores = (dataset: Dataset, run: string): RunScores | null => given.get(dataset, run);

/** NaN for what is not of the training part. @throws Error where none were given; RangeError as `scalingOf` */
export function scoresByRun(dataset: Dataset, { run, asLogOdds }: TeacherRun, places: number): TeacherScores {
  const scores = runScores(dataset, run);
  if (!scores) throw new Error(`no scores of the teacher "${run}" were given`);
  const { slope, intercept } = asLogOdds ? scalingOf(dataset, scores, places) : { slope: 1, intercept: 0 };
  const spread = (rows: number, places: Uint32Array, values: Float32Array): Float32Array => {
    const all = new Float32Array(rows).fill(Number.NaN);
    places.forEach((place, at) => (all[place] = slope * values[at]! + intercept));
    return all;
  };
  const { events, shown, split } = dataset;
  const ofEvents = spread(events.user.length, split.train, scores.events);
  const ofShown = shown ? spread(shown.user.length, shownOf(shown, 'train'), scores.shown) : new Float32Array(0);
  return { ofEvent: (event) => ofEvents[event]!, ofShown: (row) => ofShown[row]! };
}

/**
 * What brings scores to log-odds among the candidates of a student.
 * @param places of each of its lists for what was shown
 * @throws RangeError where nothing was shown in training
 */
export function scalingOf(dataset: Dataset, scores: RunScores, places: Candidates['shown']): Scaling {
  const { events, shown, split } = dataset;
  const fill = shownBefore({ shown })(0);
  const users = split.train.map((event) => events.user[event]!);
  const rows = { users, timeOf: (row: number): number => events.time[split.train[row]!]! };
  const [found, sources] = [new Uint32Array(places), new Uint32Array(places)];
  const times = new Uint32Array(shown?.user.length ?? 0);
  for (let row = 0; row < users.length; row++)
    for (let at = fill(row, rows, found, sources) - 1; at >= 0; at--) times[sources[at]!]!++;
  const counts = shown ? shownOf(shown, 'train').map((row) => times[row]!) : times;
  return plattScaling(scores.events, scores.shown, counts);
}
