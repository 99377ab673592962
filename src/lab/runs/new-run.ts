import { judge } from '../../model/check/judge';
import type { Settings, TowerGraph } from '../../model/document/graph';
import { schemaOf } from '../../model/document/schema';
import { sizeOf } from '../../model/edits/equal-budget';
import { version as appVersion } from '../../../package.json';
import type { Loaded } from '../loading/sources';
import { runFormat } from '../formats/run/format';
import type { Run, RunOrigin } from './run';
import type { SweepPlace } from '../sweeps/sweep';
import type { WeightsAsked } from './asked-weights';
import { uploadKey } from './upload-key';

/** `teacher`: weights that are the teacher, in place of the stored run that the graph names. */
export interface RunAsked {
  graph: TowerGraph;
  settings: Settings;
  sweep?: SweepPlace | null;
  teacher?: WeightsAsked | null;
}

/** A run that has not begun. */
export function newRun(
  { graph, settings }: { graph: TowerGraph; settings: Settings },
  { loaded: { dataset, source, files }, adapter }: { loaded: Loaded; adapter: string },
  origin: RunOrigin,
  sweep: SweepPlace | null = null,
): Run {
  return {
    ...runFormat.header,
    id: crypto.randomUUID(),
    title: graph.title,
    note: '',
    startedAt: new Date().toISOString(),
    status: 'running',
    origin,
    pinned: false,
    graph,
    settings,
    data: {
      name: dataset.name,
      fingerprint: dataset.fingerprint,
      source,
      upload: files && uploadKey(files),
    },
    step: 0,
    baselines: {},
    result: null,
    evaluated: null,
    size: sizeOf(judge(graph, schemaOf(dataset)).costs),
    validation: {},
    seconds: null,
    sweep,
    checkpointBytes: 0,
    appVersion,
    adapter,
  };
}
