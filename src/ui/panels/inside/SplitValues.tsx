/** What each category, or each length, has of a live value: as a table, in words, and as files. */
import { useBench, useSpeech } from '../../lab';
import { labelOf, scaleOf } from '../../live';
import { barsDrawn } from '../../charts/bars';
import { CellsTable } from '../../charts/CellsTable';
import { FigureFiles } from '../../charts/FigureFiles';
import type { Cells } from '../../charts/step-table';
import type { ValuesByField } from '../../../lab/evaluate/values-by-field';
import type { Probe } from '../../../model/check/probe';
import type { Speech } from '../../../words/words';

const DIGITS = 3;

interface Props {
  /** Of the chart whose values are split. */
  name: string;
  probe: Probe;
  side: 'user' | 'item';
  /** What they are split by. */
  heading: string;
  split: ValuesByField;
}

export function SplitValues({ name, probe, side, heading, split }: Props) {
  const { run } = useBench();
  const speech = useSpeech();
  const { words, fill, line, number, sentences } = speech;
  const w = words.inside;
  const caption = side === 'item' ? w.byItems : w.byUsers;
  const rows = rowsOf(split, speech);
  const labels = split.labels.map((label) => labelOf(probe, label, speech));
  const cells: Cells = [
    [heading, w.rows, ...labels],
    ...rows.map(([group, { rows: count, means }]) => [group, count, ...means]),
  ];
  const apart = mostApart(split);
  const summary = apart
    ? fill(w.apart, {
        label: labels[apart.at] ?? '',
        low: number(apart.low.means[apart.at] ?? 0, DIGITS),
        lowGroup: apart.low.name,
        high: number(apart.high.means[apart.at] ?? 0, DIGITS),
        highGroup: apart.high.name,
      })
    : '';
  const title = line(name, heading);
  return (
    <>
      <div className="figure-tools">
        <FigureFiles
          chart={title}
          // The weights that they are of.
          step={run.getState().progress.step}
          rows={() => cells}
          drawn={(palette) =>
            barsDrawn(
              { title, summary: sentences(caption, summary), palette },
              {
                groups: labels.map((label, at) => ({
                  title: label,
                  bars: rows.map(([group, { means }]) => ({ label: group, mean: means[at] ?? 0, spread: 0 })),
                })),
                scale: scaleOf(
                  rows.flatMap(([, { means }]) => means.map((mean) => ({ mean }))),
                  probe.axis,
                ),
                hue: palette[side],
                axis: w.mean,
                format: (value) => number(value, DIGITS),
              },
            )
          }
        />
      </div>
      <CellsTable
        label={heading}
        caption={caption}
        cells={cells}
        format={(value, column) => (column === 0 ? number(value) : number(value, DIGITS))}
      />
      <p className="about">{summary}</p>
    </>
  );
}

const rowsOf = ({ all, groups, others }: ValuesByField, { words }: Speech) => [
  [words.inside.all, all] as const,
  ...groups.map((group) => [group.name, group] as const),
  ...(others ? [[words.inside.others, others] as const] : []),
];

type Group = ValuesByField['groups'][number];

/** The value in which two groups differ the most; null without two groups. */
function mostApart({ labels, groups }: ValuesByField): { at: number; low: Group; high: Group } | null {
  if (groups.length < 2) return null;
  const range = (at: number) => {
    const of = (group: Group): number => group.means[at] ?? 0;
    return {
      at,
      low: groups.reduce((a, b) => (of(b) < of(a) ? b : a)),
      high: groups.reduce((a, b) => (of(b) > of(a) ? b : a)),
    };
  };
  const gap = ({ at, low, high }: ReturnType<typeof range>): number => (high.means[at] ?? 0) - (low.means[at] ?? 0);
  return labels.map((_, at) => range(at)).reduce((a, b) => (gap(b) > gap(a) ? b : a));
}
