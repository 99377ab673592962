/** Runs that were trained on the data of the gallery before, and what else a model may be compared with. */
import { Sources } from '../../lab/loading/sources';
import { newRun } from '../../lab/runs/new-run';
import type { Run } from '../../lab/runs/run';
import { schemaOf } from '../../model/document/schema';
import { preset } from '../../model/presets/presets';
import type { Stage } from './scene';
import { SOURCE } from './staged-lab';

const at = (minute: number): string => new Date(Date.UTC(2026, 0, 2, 3, minute)).toISOString();

/** Towers, towers of several interests, a ranker, and towers with a name. @param without runs whose weights are gone */
export async function trainedBefore({ lab, bench }: Stage, without: readonly string[] = []): Promise<void> {
  const loaded = await new Sources().load(SOURCE, new AbortController().signal, () => {});
  const runs: [id: string, made: string, change: Partial<Run>][] = [
    ['towers', 'two-tower', { step: 400 }],
    ['interests', 'mind', { step: 360 }],
    ['ranker', 'din', { step: 320 }],
    [
      'named',
      'classic',
      { step: 200, title: 'A name that somebody gave it, long enough for two lines in the narrow pane' },
    ],
  ];
  for (const [n, [id, made, change]] of runs.entries()) {
    const run = newRun(
      preset(made).build(schemaOf(loaded.dataset)),
      { loaded, adapter: 'gallery' },
      { kind: 'trained' },
    );
    const checkpointBytes = without.includes(id) ? 0 : 2.1e6;
    lab.announcer.publish('run', { ...run, id, startedAt: at(n), status: 'finished', checkpointBytes, ...change });
  }
  bench.run.setState({ id: 'named' });
}

/** A column with the scores of a ranker is among those of the log. */
export function withScores({ bench }: Stage): void {
  bench.data.setState(({ summary }) => ({
    summary: summary && { ...summary, schema: { ...summary.schema, scores: [{ name: 'score', least: -4, most: 5 }] } },
  }));
}
