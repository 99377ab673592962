/**
 * Formulas of objectives: where several learn from one batch, each may weigh its rows its own way, clicks by one and
 * dwell time by another. They name outcomes of the loaded log; the formula of the protocol may name any unread column.
 */
import type { Dataset, OutcomeColumn } from '../dataset';
import type { OutcomeSpec } from '../outcomes';
import { DataError, type DataProblem } from '../table';
import { bindFormula } from './evaluate';
import { readFormula, type Formula } from './formula';
import { refused } from './problem';
import { weighEvents } from './weigh';

/** @throws DataError `weight-no-outcome` */
function checkColumns({ text, columns }: Formula, outcomes: readonly Pick<OutcomeColumn, 'name'>[]): void {
  const known = outcomes.map(({ name }) => name);
  for (const node of columns)
    if (!known.includes(node.name))
      throw refused('weight-no-outcome', text, node, { column: node.name, columns: known.join(', ') || '–' });
}

/** A column of a specification, with no row. */
const empty = ({ name, role, names }: OutcomeSpec): OutcomeColumn =>
  names === null
    ? { name, role, values: new Float32Array(0) }
    : { name, role, codes: new Uint32Array(0), dictionary: ['', ...names] };

/**
 * What can be told without the rows: all but what single rows are worth, and, where a column has more names than its
 * specification lists, whether a name is one of them. Null where nothing is wrong, or nothing written.
 */
export function formulaProblem(text: string, outcomes: readonly OutcomeSpec[]): DataProblem | null {
  try {
    const formula = readFormula(text);
    if (!formula) return null;
    checkColumns(formula, outcomes);
    bindFormula(formula, outcomes.map(empty));
    return null;
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    const { problem } = error;
    const column = outcomes.find(({ name }) => name === problem.values['column']);
    return problem.code === 'weight-no-such-name' && column?.isCut ? null : problem;
  }
}

type Weighed = Pick<Dataset, 'events' | 'users' | 'split' | 'protocol'>;

const known = new WeakMap<Weighed, Map<string, Float32Array>>();

/**
 * [events] weights of mean 1 over the training events, 0 for those held out (see weigh.ts); made once for a data set.
 * @param text not empty
 * @throws DataError those of `readFormula` and `weighEvents`, and `weight-no-outcome`
 */
export function rowWeights(dataset: Weighed, text: string): Float32Array {
  const ofDataset = known.get(dataset) ?? new Map<string, Float32Array>();
  known.set(dataset, ofDataset);
  const weights = ofDataset.get(text) ?? weigh(dataset, text);
  ofDataset.set(text, weights);
  return weights;
}

function weigh({ events, users, split, protocol }: Weighed, text: string): Float32Array {
  const formula = readFormula(text);
  if (!formula) throw new Error('internal: an empty formula weighs nothing');
  checkColumns(formula, events.outcomes?.columns ?? []);
  return weighEvents(formula, { events, users }, split, protocol);
}
