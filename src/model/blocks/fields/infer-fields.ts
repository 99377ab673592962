/** What the tables of a node say about the fields they give: their names and their one width. */
import type { LocalSchema, OwnProblem } from '../block';

export function inferFields(
  tables: readonly string[],
  schema: LocalSchema,
): { names: readonly string[]; width: number } | OwnProblem {
  const names: string[] = [];
  let width = 0;
  for (const id of tables) {
    const table = schema.table(id);
    if (!table) return { code: 'unknown-table', field: 'tables', values: { table: id } };
    if (width !== 0 && table.width !== width) {
      return { code: 'width-mismatch', field: 'tables', values: { left: width, right: table.width } };
    }
    width = table.width;
    names.push(table.field);
  }
  return names.length === 0 ? { code: 'no-fields', field: 'tables', values: {} } : { names, width };
}
