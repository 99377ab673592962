/** `sweep`: runs of one model over seeds and values, the mean of each value with its interval, and which is best. */
import { summaryOf } from '../../../lab/sweeps/summary';
import { cellsOf, documentAt, type Cell, type Document, type SweepPlan } from '../../../lab/sweeps/sweep';
import type { Json } from '../../../model/document/graph';
import type { Schema } from '../../../model/document/schema';
import type { Flags } from '../../flags';
import type { Opened } from '../../headless';
import { loadData } from '../../load';
import { print } from '../../output';
import { showProgress } from '../../progress';
import { checkEach, doneIn, trainEach } from '../../several-runs';
import { speech } from '../../speech';
import { jsonOf, say, textOf } from '../../terminal';
import { chooseDocument, readChoice, teacherIn, warningsOf, type Chosen } from '../../training';
import { UsageError } from '../../usage-error';
import { scalingLine } from '../../report';
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
    const teacher = await teacherIn(flags);
    const wanted = tasks.map(({ cell, document }) => ({
      ...document,
      ...teacher,
      name: nameOf(plan, cell),
      sweep: { ...plan, value: cell.value },
    }));
    const known = doneIn(flags, dataset);
    await checkEach(opened.lab, wanted, known);
    const said = new Set<string | null>([null]);
    const after = async (): Promise<void> => {
      const scaling = await opened.lab.ask('teacherScaling', {});
      const line = scaling && scalingLine(scaling);
      // Where candidates vary, so does it.
      if (line !== null && !said.has(line)) say(line);
      said.add(line);
      // Those of the first run are those of all.
      await opened.lab.ask('baselines', {});
    };
    const runs = await trainEach(opened, wanted, known, flags, after);
    endProgress();
    if (!runs) return;
    const summary = summaryOf(runs.map((run, at) => ({ ...run, sweep: wanted[at]!.sweep })));
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

const nameOf = ({ vary }: SweepPlan, { value, seed }: Cell): string =>
  [...(vary === null ? [] : [`${vary}=${JSON.stringify(value)}`]), `seed ${seed}`].join(', ');
