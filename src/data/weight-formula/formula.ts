/**
 * What a row of a log is worth, as a formula over its outcomes: `click + 2 * like + log1p(dwell_ms / 1000)`,
 * `behavior == "purchase"`, `cap(plays, 5) * (rating >= 4)`. A language of its own: nothing of it is ever run as a
 * program. See parse.ts for its grammar and functions.ts for its functions.
 */
import { isOutcomeRole } from '../outcomes';
import type { LogColumn } from '../table';
import { parseFormula, type ColumnNode, type Expression } from './parse';
import { refused } from './problem';

export interface Formula {
  text: string;
  expression: Expression;
  /** Columns that it names, in its order, repeated ones too. */
  columns: readonly ColumnNode[];
}

/**
 * @returns null where there is none: every row weighs what its column of role weight says, or 1
 * @throws DataError those of `parseFormula`, and `weight-no-columns`
 */
export function readFormula(text: string): Formula | null {
  if (text.trim() === '') return null;
  const expression = parseFormula(text);
  const columns = columnsOf(expression);
  if (columns.length === 0) throw refused('weight-no-columns', text, { start: 0, end: text.length });
  return { text, expression, columns };
}

function columnsOf(node: Expression): ColumnNode[] {
  switch (node.kind) {
    case 'number':
      return [];
    case 'column':
      return [node];
    case 'names':
      return [node.column];
    case 'negative':
      return columnsOf(node.of);
    case 'call':
      return node.of.flatMap(columnsOf);
    case 'binary':
    case 'compare':
      return [...columnsOf(node.left), ...columnsOf(node.right)];
  }
}

/** Whether a formula may name a column: an outcome, or a column that nothing else reads. */
export const mayWeigh = (role: LogColumn['role']): boolean => role === 'ignore' || isOutcomeRole(role);

/**
 * The roles of a log under a formula: a column without a role that the formula names is an outcome, a label. What the
 * towers read never changes by a formula.
 *
 * @throws DataError `weight-no-column`; `weight-not-outcome` of what says who, what and when, and of inputs
 */
export function rolesUnder(
  { text, columns }: Formula,
  log: { columns: readonly { name: string }[] },
  roles: readonly LogColumn[],
): LogColumn[] {
  const known = new Map(log.columns.map(({ name }) => [name, 'ignore' as LogColumn['role']]));
  for (const { column, role } of roles) known.set(column, role);
  for (const node of columns) {
    const role = known.get(node.name);
    if (role === undefined) {
      const offered = [...known].flatMap(([name, own]) => (mayWeigh(own) ? [name] : [])).join(', ');
      throw refused('weight-no-column', text, node, { column: node.name, columns: offered });
    }
    if (!mayWeigh(role)) throw refused('weight-not-outcome', text, node, { column: node.name });
  }
  const named = new Set(columns.map(({ name }) => name));
  const asLabel = (column: string): LogColumn => ({ column, role: 'label' });
  const given = new Set(roles.map(({ column }) => column));
  return [
    ...roles.map((one) => (one.role === 'ignore' && named.has(one.column) ? asLabel(one.column) : one)),
    ...[...named].filter((name) => !given.has(name)).map(asLabel),
  ];
}

/** A column as a formula names it. */
export const nameInFormula = (column: string): string =>
  /^[\p{L}_][\p{L}\p{N}_]*$/u.test(column) ? column : `"${column.replaceAll('"', '""')}"`;

/** The same, and of a column of names the comparison with one of its cells. @param cell null of numbers */
export const columnInFormula = (column: string, cell: string | null): string =>
  nameInFormula(column) + (cell === null ? '' : ` == "${cell.replaceAll('"', '""')}"`);
