import type { RowReport } from '../../data/table';
import { reasonText } from '../../words/sources';
import { useSpeech } from '../lab';
import './RowReportView.css';

/** Rows that could not be used, by reason, with the first lines of each. */
export function RowReportView({ report }: { report: RowReport }) {
  const speech = useSpeech();
  const { words, fill, number, line } = speech;
  const w = words.data;
  return (
    <div className="report">
      <p className="about">
        {fill(w.reportKept, { read: report.read, kept: report.kept })} {report.rejected.length === 0 && w.reportClean}
      </p>
      {report.rejected.map(({ reason, count, examples, columns }) => (
        <details key={reason} open={report.rejected.length === 1}>
          <summary>
            {reasonText(reason, speech)}
            {columns && ` (${line(...Object.entries(columns).map(([name, rows]) => `${name} ${number(rows)}`))})`}
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
      ))}
    </div>
  );
}
