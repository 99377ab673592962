/** What a run costs: as it was stored, or worked out where its data is loaded. */
import { judge } from '../../model/check/judge';
import type { Schema } from '../../model/document/schema';
import { sizeOf, type Size } from '../../model/edits/equal-budget';
import type { Run } from '../runs/run';

/** @param loaded null while no data is */
export function knownSize(run: Run, loaded: { fingerprint: string; schema: Schema } | null): Size | null {
  if (run.size || run.data.fingerprint !== loaded?.fingerprint) return run.size;
  const { problems, costs } = judge(run.graph, loaded.schema);
  return problems.length === 0 ? sizeOf(costs) : null;
}
