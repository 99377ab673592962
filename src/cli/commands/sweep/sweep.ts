/** `sweep`: runs of one model over seeds and values, the mean of each value with its interval, and which is best. */
import { testedMetrics, type Run } from '../../../lab/runs/run';
import { sameDocument } from '../../../lab/stores/graph';
import { summaryOf, type SweepSummary } from '../../../lab/sweeps/summary';
import { cellsOf, documentAt, type Cell, type Document, type SweepPlan } from '../../../lab/sweeps/sweep';
import type { Json } from '../../../model/document/graph';
import type { Schema } from '../../../model/document/schema';
import type { DatasetSummary } from '../../../lab/loading/describe-data';
import type { Flags } from '../../flags';
import type { Opened } from '../../headless';
import { loadData } from '../../load';
import { print } from '../../output';
import { showProgress } from '../../progress';
import { runsIn } from '../../run-folder';
import { speech } from '../../speech';
import { jsonOf, say, textOf } from '../../terminal';
import { chooseDocument, readChoice, trainToEnd, warningsOf, type Chosen } from '../../training';
import { UsageError } from '../../usage-error';
import { sweepReport, sweepTable } from './report';

interface Asked {
  seeds?: readonly number[];
  vary?: { name: string; values: readonly Json[] };
}

/** A run of the plan, and what it trains. */
interface Task {
  cell: Cell;
  document: Document;
}

/** @param open the lab, on the data of these flags */
export async function sweep(
  open: (flags: Flags) => Promise<Opened>,
  flags: Flags,
  { seeds, vary }: Asked,
): Promise<void> {
  if (!seeds && !vary) throw new UsageError('lab sweep: --seeds N,N,… or --vary NAME=A,B,… is needed');
  readChoice(flags);
  const opened = await open(flags);
  const endProgress = showProgress(opened.lab);
  try {
    const dataset = await loadData(opened.lab, flags, 'lab sweep', say);
    const chosen = await chooseDocument(opened.lab, dataset, flags);
    const plan: SweepPlan = {
      id: crypto.randomUUID(),
      vary: vary?.name ?? null,
      values: vary?.values ?? [],
      seeds: seeds ?? [chosen.settings.seed],
    };
    const tasks = tasksOf(chosen, dataset.schema, plan);
    for (const line of new Set(
      tasks.flatMap(({ document: { graph, settings } }) => warningsOf(graph, settings, dataset)),
    ))
      say(line);
    const summary = await trainAll(opened, plan, tasks, doneIn(flags['run-dir'], dataset), flags);
    endProgress();
    if (summary)
      print(flags.json ? jsonOf(sweepReport(summary, chosen, dataset)) : textOf(sweepTable(summary, dataset)));
  } finally {
    endProgress();
  }
}

/** @throws UsageError where a name or a value of `--vary` is none */
function tasksOf(base: Chosen, schema: Schema, plan: SweepPlan): Task[] {
  return cellsOf(plan).map((cell) => {
    const varied = documentAt(base, schema, plan.vary, cell);
    if (varied.ok) return { cell, document: varied.document };
    const { code, ...values } = varied.fault;
    throw new UsageError(`--vary: ${speech.fill(speech.words.comparison.sweep.fault[code], values)}`);
  });
}

/** Runs of the folder that came to their end on this data: they are not trained again. */
function doneIn(folder: string | undefined, { fingerprint }: DatasetSummary): Run[] {
  if (folder === undefined) return [];
  return runsIn(folder).flatMap(({ run }) => (run?.result && run.data.fingerprint === fingerprint ? [run] : []));
}

/** @returns null where it was ended before */
async function trainAll(
  { lab, interruption }: Opened,
  plan: SweepPlan,
  tasks: readonly Task[],
  known: readonly Run[],
  { 'run-dir': folder }: Flags,
): Promise<SweepSummary | null> {
  const done: Run[] = [];
  const told = (what: string): string =>
    `${what}; ${done.length} of ${tasks.length} runs are done${folder === undefined ? '' : '; the same command goes on with the rest'}`;
  interruption.rescue = async () => {
    interruption.outcome = told('stopped');
  };
  for (const { cell, document } of tasks) {
    const place = { ...plan, value: cell.value };
    const before = known.find(({ graph, settings }) => sameDocument({ graph, settings }, document));
    const run = before ?? (await trainOne(lab, () => lab.ask('start', { ...document, sweep: place })));
    if (run) done.push({ ...run, sweep: place });
    if (!run || (interruption.signal && done.length < tasks.length)) {
      interruption.outcome = told('stopped');
      return null;
    }
    say(`${nameOf(plan, cell)}: ${before ? 'trained before' : `NDCG@10 ${testedMetrics(run)['ndcg@10']?.toFixed(4)}`}`);
  }
  return summaryOf(done);
}

/** The run as it is stored; null where it did not come to its end. */
async function trainOne(lab: Opened['lab'], begin: () => Promise<unknown>): Promise<Run | null> {
  let last: Run | null = null;
  const unlisten = lab.on('run', (run) => {
    last = run;
  });
  try {
    const { result } = await trainToEnd(lab, begin);
    // Those of the first run are those of all.
    if (result) await lab.ask('baselines', {});
    return result && last;
  } finally {
    unlisten();
  }
}

const nameOf = ({ vary }: SweepPlan, { value, seed }: Cell): string =>
  [...(vary === null ? [] : [`${vary}=${JSON.stringify(value)}`]), `seed ${seed}`].join(', ');
