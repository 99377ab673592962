/** What the presets leave out where there is a history: a table of the users' ids (see `drawing/towers.ts`). */
import type { FieldSpec } from '../../../data/dataset';
import { connect, freshId } from '../../document/graph-edits';
import type { TowerGraph } from '../../document/graph';

/** Where everything that an MLP on the user's side reads comes together. */
const READ = 'user-concat';

/**
 * The graph with the user's id among what the MLP on the user's side reads, from a table of this width: what such a
 * table is worth. Null where the graph has no such place, or reads the id already.
 */
export function withUserId(graph: TowerGraph, fields: readonly FieldSpec[], width: number): TowerGraph | null {
  const field = fields.find(({ owner, kind }) => owner === 'user' && kind === 'id')?.name;
  const at = graph.nodes.find(({ id }) => id === READ)?.at;
  if (field === undefined || !at || graph.tables.some((table) => table.field === field)) return null;
  const table = freshId(
    graph.tables.map(({ id }) => id),
    'user-id',
  );
  const node = freshId(
    graph.nodes.map(({ id }) => id),
    'user-id',
  );
  return connect(
    {
      ...graph,
      tables: [...graph.tables, { id: table, field, width }],
      nodes: [
        ...graph.nodes,
        { id: node, block: 'fields', side: 'user', params: { tables: [table] }, at: [at[0] - 90, 760] },
      ],
    },
    { from: { node, output: 'fields' }, to: { node: READ, input: 'parts' } },
  );
}
