/** A weight formula as it is typed, before its log is loaded: what is wrong with it, and what it may name. */
import { DataError, type DataProblem } from '../../data/table';
import { isNumber } from '../../data/read-cell';
import { mayWeigh, readFormula, rolesUnder } from '../../data/weight-formula/formula';
import type { DataState } from './data';

type Previewed = Pick<DataState, 'preview' | 'roles'>;

/** What can be told without the cells of the log; whether a column holds numbers is found when it is loaded. */
export function weightProblem({
  preview,
  roles,
  protocol: { weight },
}: Previewed & { protocol: Pick<DataState['protocol'], 'weight'> }): DataProblem | null {
  try {
    const formula = readFormula(weight);
    if (formula && preview && roles) rolesUnder(formula, preview.log, roles.log);
    return null;
  } catch (error) {
    if (error instanceof DataError) return error.problem;
    throw error;
  }
}

export interface WeighingColumn {
  column: string;
  /** Of a column of names, one that it may be compared with; null of numbers. */
  cell: string | null;
}

/** More than these are no list to choose from. */
const MOST = 40;

/** Outcomes, then columns of numbers that nothing reads: at most 40. */
export function weighingColumns({ preview, roles }: Previewed): WeighingColumn[] {
  const roleOf = new Map(roles?.log.map(({ column, role }) => [column, role]));
  const offered = (preview?.log.columns ?? []).flatMap(({ name, examples }) => {
    const role = roleOf.get(name) ?? 'ignore';
    if (!mayWeigh(role) || examples.length === 0) return [];
    const isNamed = role === 'behaviour' || !examples.every(isNumber);
    if (role === 'ignore' && isNamed) return [];
    return [{ column: name, cell: isNamed ? examples[0]! : null, isOutcome: role !== 'ignore' }];
  });
  return offered
    .toSorted((a, b) => Number(b.isOutcome) - Number(a.isOutcome))
    .slice(0, MOST)
    .map(({ column, cell }) => ({ column, cell }));
}
