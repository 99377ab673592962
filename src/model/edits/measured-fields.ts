/** What fields were measured to cost, written into the gates that charge for them. One step. */
import type { TowerGraph } from '../document/graph';
import { nodeById, setParam } from '../document/graph-edits';
import type { MeasuredTimes } from '../document/params';

/** Of a field behind a gate, by row: µs. */
export interface FieldTime {
  field: string;
  lookup: number;
  projection: number;
  /** Rows of its table that are read for one row, the mean of what was looked up. */
  slots: number;
  width: number;
  /** Width of what the next layer makes of it. */
  to: number;
}

export interface GateTimes {
  gate: string;
  fields: readonly FieldTime[];
}

/** Repeated measurements agree in no more of them. */
const DIGITS = 3;

/** Gates that the graph no longer has are passed over. */
export function withMeasured(
  graph: TowerGraph,
  { adapter, gates }: { adapter: string; gates: readonly GateTimes[] },
): TowerGraph {
  return gates.reduce((now, { gate, fields }) => {
    if (!nodeById(now, gate)) return now;
    const times = fields.map(({ field, lookup, projection }) => [
      field,
      Number((lookup + projection).toPrecision(DIGITS)),
    ]);
    const measured: MeasuredTimes = { adapter, times: Object.fromEntries(times) as Record<string, number> };
    return setParam(now, gate, 'measured', measured);
  }, graph);
}
