/** The log of a planted world as a table, with the roles of its columns. */
import type { Roles, Table } from '../../table';
import { tableFrom } from '../tables';
import type { GeneratedWorld } from '../world';
import { drawClicks, plantedTruth, type Planted } from './clicks';

export interface LogColumns {
  user: string;
  item: string;
  /** Context columns in the order of the surroundings, each with its values. */
  context?: Readonly<Record<string, readonly string[]>>;
}

export const logRoles = ({ user, item, context = {} }: LogColumns): Roles['log'] => [
  { column: user, role: 'user' },
  { column: item, role: 'item' },
  { column: 'time', role: 'time' },
  { column: 'session', role: 'session' },
  ...Object.keys(context).map((column) => ({ column, role: 'context', encoding: 'categorical' }) as const),
  { column: 'dwell_seconds', role: 'dwell' },
  { column: 'liked', role: 'label' },
];

/** Draws the log and puts the truth beside it. */
export function generated(
  world: Planted,
  columns: LogColumns,
  tables: { items: Table; users: Table; roles: Roles },
): GeneratedWorld {
  const clicks = drawClicks(world);
  const rows = clicks.flat().sort((a, b) => a.time - b.time || a.person - b.person);
  const log = tableFrom(`${world.id}-log.csv`, {
    [columns.user]: rows.map((row) => world.people[row.person]!.id),
    [columns.item]: rows.map((row) => world.items[row.item]!.id),
    time: rows.map((row) => new Date(row.time).toISOString().replace('.000', '')),
    session: rows.map((row) => `${world.people[row.person]!.id}/${row.session + 1}`),
    ...Object.fromEntries(
      Object.entries(columns.context ?? {}).map(([name, values], c) => [
        name,
        rows.map((row) => values[row.surroundings[c]!]!),
      ]),
    ),
    dwell_seconds: rows.map((row) => String(row.dwell)),
    liked: rows.map((row) => (row.liked ? '1' : '0')),
  });
  return { log, ...tables, truth: plantedTruth(world, clicks, rows) };
}
