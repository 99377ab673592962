import { isUnusable } from '../../data/rejected-rows';
import type { RowReport } from '../../data/table';
import { reasonText } from '../../words/sources';
import { useSpeech } from '../lab';
import './RowReportView.css';

/** What became of the rows: left out by the filter, not usable, or used though something is to be said of them. */
export function RowReportView({ report }: { report: RowReport }) {
  const { words, fill, count, sentences } = useSpeech();
  const w = words.data;
  const { read, kept, filtered = 0, rejected } = report;
  const noted = rejected.filter(({ reason }) => !isUnusable(reason));
  return (
    <div className="report">
      <p className="about">
        {sentences(
          fill(w.reportKept, { read, kept }),
          filtered > 0 ? count(w.reportFiltered, filtered) : '',
          rejected.length === 0 && kept + filtered === read ? w.reportClean : '',
        )}
      </p>
      <Reasons rejected={rejected.filter(({ reason }) => isUnusable(reason))} />
      {noted.length > 0 && <p className="about">{w.reportNoted}</p>}
      <Reasons rejected={noted} />
    </div>
  );
}

/** By reason, with the first lines of each. */
function Reasons({ rejected }: Pick<RowReport, 'rejected'>) {
  const speech = useSpeech();
  const { words, fill, number, line: inLine } = speech;
  const w = words.data;
  return rejected.map(({ reason, count, examples, columns }) => (
    <details key={reason} open={rejected.length === 1}>
      <summary>
        {reasonText(reason, speech)}
        {columns && ` (${inLine(...Object.entries(columns).map(([name, rows]) => `${name} ${number(rows)}`))})`}
        <span>{number(count)}</span>
      </summary>
      <ul>
        {examples.map(({ line, text, column }) => (
          <li key={`${line} ${column ?? ''}`}>
            {column && <b>{column} </b>}
            {fill(w.reportExamples, { line, text })}
          </li>
        ))}
        {count > examples.length && <li>{fill(w.reportMore, { n: count - examples.length })}</li>}
      </ul>
    </details>
  ));
}
