/** `runs`: the runs of a folder, the newest first. */
import { testedMetrics, type Run } from '../../../lab/runs/run';
import { failureOf } from '../../../lab/error-to-failure';
import { failureSentence } from '../../../words/sentences';
import type { Flags } from '../../flags';
import { print } from '../../output';
import { runsIn } from '../../run-folder';
import { alignColumns, jsonOf, say, textOf } from '../../terminal';
import { UsageError } from '../../usage-error';
import { speech } from '../../speech';

/** @throws UsageError where the folder cannot be read */
export function listRuns({ 'run-dir': folder = '', json }: Flags): void {
  const found = foundIn(folder);
  for (const { file, reason } of found) if (reason) say(`${file}: ${failureSentence(failureOf(reason), speech)}`);
  const runs = found
    .flatMap(({ run }) => (run ? [run] : []))
    .toSorted((a, b) => b.startedAt.localeCompare(a.startedAt));
  print(json ? jsonOf({ runs }) : textOf(alignColumns([HEAD, ...runs.map(rowOf)], 4)));
}

function foundIn(folder: string) {
  try {
    return runsIn(folder);
  } catch (error) {
    throw new UsageError(`--run-dir: "${folder}" cannot be read: ${error instanceof Error ? error.message : error}`);
  }
}

const HEAD = ['started', 'title', 'data', 'status', 'steps', 'HR@10', 'NDCG@10', 'id'] as const;

function rowOf(run: Run): string[] {
  const metrics = testedMetrics(run);
  const figure = (name: string): string => metrics[name]?.toFixed(4) ?? '';
  return [
    run.startedAt.slice(0, 16).replace('T', ' '),
    run.title,
    run.data.name,
    speech.words.runs.status[run.status],
    String(run.result?.steps ?? run.step),
    figure('hr@10'),
    figure('ndcg@10'),
    run.id,
  ];
}
