/** What a trial trains on a data set. */
import type { Settings, TowerGraph } from '../../../model/document/graph';
import { schemaOf } from '../../../model/document/schema';
import { spentBy } from '../../../model/edits/budget';
import { preset } from '../../../model/presets/presets';
import type { Loaded } from '../../../lab/loading/sources';
import { markOf } from '../../../lab/studies/running/documents';
import type { Flags } from '../../flags';
import { changedGraph } from '../../training';
import { paramsOf, type Trial } from './trials';

/** All but the seed; `mark` differs where graph, settings or data do. */
export interface TrialDocument {
  graph: TowerGraph;
  settings: Settings;
  mark: string;
  parameters: number;
  indexWidth: number;
}

export function documentOf(
  { dataset }: Loaded,
  trial: Trial,
  flags: Pick<Flags, 'params' | 'recent-popularity'>,
): TrialDocument {
  const { preset: id, userId, recentPopularity } = trial;
  const schema = schemaOf(dataset);
  const { graph: drawn, settings } = preset(id).build(schema);
  const graph = changedGraph(drawn, schema, {
    params: paramsOf(trial, flags),
    ...(userId === undefined ? {} : { 'user-id': userId }),
    ...(recentPopularity ? { 'recent-popularity': true } : {}),
  });
  const { parameters, finalWidth } = spentBy(graph, schema);
  return {
    graph,
    settings,
    mark: markOf([graph, { ...settings, seed: null }, dataset.fingerprint]),
    parameters,
    indexWidth: finalWidth,
  };
}
