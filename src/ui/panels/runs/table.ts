/** The table of runs: what stands in each column, for the screen and for what is copied from it. */
import { compareRuns } from '../../../lab/comparison/compare';
import { testedMetrics, type Run } from '../../../lab/runs/run';
import { BYTES_PER_FLOAT } from '../../../model/check/costs';
import { MEASURES } from '../../../model/edits/equal-budget';
import { differencesInWords } from '../../runs/differences';
import { DIGITS, METRIC_IDS, METRICS, type Metric } from '../../runs/metrics';
import { runLabel, sizeInWords } from '../../runs/title';
import type { Speech } from '../../../words/words';

export interface Cell {
  /** As it is read; '' where there is nothing. */
  text: string;
  /** As a spreadsheet takes it. */
  raw: string | number;
  /** To the figure of the baseline; null where there is none. */
  difference: number | null;
}
export interface Column {
  id: string;
  title: string;
  /** Numbers stand at the right. */
  isAmount: boolean;
  cells: readonly Cell[];
}

const plain = (text: string, raw: string | number = text): Cell => ({ text, raw, difference: null });
const EMPTY = plain('');

/** @param baseline which differences are from; undefined: there are none */
export function columnsOf(
  runs: readonly Run[],
  baseline: Run | undefined,
  speech: Speech,
  nameOf: (data: string) => string,
): Column[] {
  const { words, number, duration, items, fill } = speech;
  const w = words.comparison.table;
  const column = (id: string, title: string, isAmount: boolean, cellOf: (run: Run) => Cell): Column => ({
    id,
    title,
    isAmount,
    cells: runs.map(cellOf),
  });
  const figures = (part: 'validation' | 'test', metric: Metric): Column => {
    const valueOf = (run: Run): number | undefined => (part === 'test' ? testedMetrics(run) : run.validation)[metric];
    const base = baseline && valueOf(baseline);
    return column(`${part} ${metric}`, fill(w[part], { metric: METRICS[metric] }), true, (run) => {
      const value = valueOf(run);
      if (value === undefined) return EMPTY;
      const difference = base === undefined || run.id === baseline?.id ? null : value - base;
      return { text: number(value, DIGITS), raw: value, difference };
    });
  };
  return [
    column('run', w.run, false, (run) => plain(runLabel(run, speech))),
    column('changed', w.changed, false, (run) =>
      baseline && run.id !== baseline.id
        ? plain(items(differencesInWords(compareRuns(baseline, run), speech, nameOf)) || words.differences.none)
        : EMPTY,
    ),
    column('seed', w.seed, true, ({ settings }) => plain(String(settings.seed), settings.seed)),
    column('data', w.data, false, ({ data }) => plain(nameOf(data.name))),
    ...MEASURES.map((measure) =>
      column(measure, w[measure], true, ({ size }) =>
        size
          ? plain(
              sizeInWords(measure, size[measure], speech),
              measure === 'index' ? bytesAt(size.index) : size[measure],
            )
          : EMPTY,
      ),
    ),
    column('time', w.time, true, ({ seconds }) => (seconds ? plain(duration(seconds), seconds) : EMPTY)),
    ...(['validation', 'test'] as const).flatMap((part) => METRIC_IDS.map((metric) => figures(part, metric))),
    column('status', w.status, false, ({ status }) => plain(words.runs.status[status])),
    column('note', w.note, false, ({ note }) => plain(note)),
  ];
}

const bytesAt = (index: number): number => index * BYTES_PER_FLOAT * 1e8;

/** Without those in which all shown runs agree; what tells the runs apart by name stays. */
export const differing = (columns: readonly Column[]): Column[] =>
  columns.filter(({ id, cells }) => id === 'run' || new Set(cells.map(({ text }) => text)).size > 1);

/** Figures with a column of differences beside them, where there are any. */
function withDifferences(columns: readonly Column[], speech: Speech): { title: string; cells: (string | number)[] }[] {
  const { difference } = speech.words.comparison.table;
  return columns.flatMap(({ title, cells }) => [
    { title, cells: cells.map(({ raw }) => raw) },
    ...(cells.some((cell) => cell.difference !== null)
      ? [{ title: speech.fill(difference, { metric: title }), cells: cells.map((cell) => cell.difference ?? '') }]
      : []),
  ]);
}

const rowsOf = <T>(columns: readonly { cells: readonly T[] }[]): T[][] =>
  (columns[0]?.cells ?? []).map((_, row) => columns.map(({ cells }) => cells[row]!));

/** Titles, then a row for each run; a column with differences is two. */
export function asRows(columns: readonly Column[], speech: Speech): (string | number)[][] {
  const whole = withDifferences(columns, speech);
  return [whole.map(({ title }) => title), ...rowsOf(whole)];
}

/** @param inWords a difference: '+0.012 ▲' */
export function asMarkdown(columns: readonly Column[], inWords: (difference: number) => string): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const escaped = (text: string): string => text.replaceAll('|', '\\|').replaceAll(/\s*\n\s*/g, ' ');
  const rows = rowsOf(columns).map((cells) =>
    cells.map(({ text, difference }) => escaped(difference === null ? text : `${text} (${inWords(difference)})`)),
  );
  return [
    columns.map(({ title }) => escaped(title)),
    columns.map(({ isAmount }) => (isAmount ? '--:' : '---')),
    ...rows,
  ]
    .map(line)
    .join('\n');
}
