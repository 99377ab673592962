/** All runs beside each other, in a dialog: the panel has no room for their columns. */
import { useMemo } from 'react';
import type { Run } from '../../../lab/runs/run';
import { CopyButton } from '../../controls/CopyButton';
import { Dialog } from '../../controls/Dialog';
import { useBench, useSpeech, useView } from '../../lab';
import { useWorldName } from '../../names';
import { Difference, signed } from '../../runs/Difference';
import { DIGITS } from '../../runs/metrics';
import { RunMark } from '../../runs/RunMark';
import { runLabel } from '../../runs/title';
import { copiedTable } from '../../controls/copied-table';
import { asMarkdown, asRows, columnsOf, differing, type Column } from './table';
import './RunsTable.css';

export function RunsTable({
  runs,
  baseline,
  close,
}: {
  runs: readonly Run[];
  baseline: Run | undefined;
  close(): void;
}) {
  const bench = useBench();
  const speech = useSpeech();
  const { words, fill, number } = speech;
  const worldName = useWorldName();
  const differencesOnly = useView(({ comparison }) => comparison.differencesOnly);
  const all = useMemo(() => columnsOf(runs, baseline, speech, worldName), [runs, baseline, speech, worldName]);
  const columns = differencesOnly ? differing(all) : all;
  const w = words.comparison.table;
  return (
    <Dialog
      title={w.title}
      about={baseline ? fill(w.about, { title: runLabel(baseline, speech) }) : w.aboutAlone}
      close={close}
      className="wide"
    >
      <div className="runs-table-tools">
        <label>
          <input
            type="checkbox"
            checked={differencesOnly}
            onChange={(event) => bench.showDifferencesOnly(event.target.checked)}
          />
          {w.differencesOnly}
        </label>
        <CopyButton label={w.copyMarkdown} text={() => asMarkdown(columns, (value) => signed(value, DIGITS, number))} />
        <CopyButton label={w.copyCsv} text={() => copiedTable(asRows(columns, speech))} />
      </div>
      <Table runs={runs} columns={columns} baseline={baseline} />
      {columns.length < all.length && <p className="about runs-table-about">{w.allSame}</p>}
    </Dialog>
  );
}

function Table({
  runs,
  columns,
  baseline,
}: {
  runs: readonly Run[];
  columns: readonly Column[];
  baseline: Run | undefined;
}) {
  const { words } = useSpeech();
  return (
    <div className="scroll runs-table" tabIndex={0} role="group" aria-label={words.comparison.table.title}>
      <table className="amounts">
        <thead>
          <tr>
            {columns.map(({ id, title, isAmount }) => (
              <th key={id} scope="col" className={isAmount ? 'amount' : undefined}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {runs.map((run, row) => (
            <tr key={run.id}>
              {columns.map((column) => (
                <RunCell key={column.id} column={column} run={run} row={row} isBaseline={run.id === baseline?.id} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function RunCell({ column, run, row, isBaseline }: { column: Column; run: Run; row: number; isBaseline: boolean }) {
  const { words } = useSpeech();
  const { text, difference } = column.cells[row]!;
  if (column.id === 'run')
    return (
      <th scope="row" title={text}>
        <RunMark id={run.id} /> {text}
        {isBaseline && <small className="soft"> {words.comparison.isBaseline}</small>}
      </th>
    );
  return (
    <td className={column.isAmount ? 'amount' : 'runs-table-text'}>
      {text}
      {difference !== null && (
        <>
          {' '}
          <Difference value={difference} digits={DIGITS} />
        </>
      )}
    </td>
  );
}
