/** What the loaded log became. */
import { Heading } from '../../controls/Heading';
import { Icon } from '../../controls/Icon';
import { useBench, useData, useRun, useSpeech } from '../../lab';
import { useWorldName } from '../../names';
import {
  activity,
  allPositive,
  leftOutLine,
  leftOutSentences,
  protocolSentence,
  timesSentence,
} from '../../../words/sentences';
import { RowReportView } from '../../data/RowReportView';
import type { DatasetSummary } from '../../../lab/loading/describe-data';
import { Count } from './Count';
import { RowWeights } from './RowWeights';
import './data.css';

export function DataSummary() {
  const { words, count } = useSpeech();
  const w = words.data;
  const summary = useData((data) => data.summary);
  if (!summary) return <NoData />;
  const left = summary.report.kept - summary.events - shownRows(summary);
  return (
    <>
      <LogFigure summary={summary} />
      {summary.rowWeights && <RowWeights weights={summary.rowWeights} />}
      <FieldsFigure fields={summary.fields} />
      <section className="figure" aria-label={w.report}>
        <h2>{w.report}</h2>
        <RowReportView report={summary.report} />
        {left > 0 && <p className="about">{count(w.leftByProtocol, left)}</p>}
        <p className="about fingerprint">{`${w.fingerprint} ${summary.fingerprint.slice(0, 16)}`}</p>
      </section>
    </>
  );
}

const shownRows = ({ shown }: DatasetSummary): number => (shown ? shown.train + shown.validation + shown.test : 0);

function NoData() {
  const speech = useSpeech();
  const { words, fill } = speech;
  const isLoading = useData((data) => data.busy === 'load');
  const progress = useRun((run) => run.progress);
  if (isLoading)
    return <p className="waiting alone">{fill(words.data.loading, { detail: activity(progress, speech) })}</p>;
  return (
    <p className="waiting alone">
      {words.header.noData} <OpenData />
    </p>
  );
}

function OpenData() {
  const { view } = useBench();
  const { words } = useSpeech();
  return (
    <button type="button" onClick={() => view.setState({ panel: 'data' })}>
      {words.data.open}
    </button>
  );
}

/** How many users, items and events it holds, how it is split, and who is left out. */
function LogFigure({ summary }: { summary: DatasetSummary }) {
  const speech = useSpeech();
  const { words, number, percent, fill, sentences } = speech;
  const worldName = useWorldName();
  const w = words.data;
  const all = allPositive(summary, speech);
  return (
    <section className="figure" aria-label={w.loaded}>
      <Heading title={worldName(summary.name)}>
        <OpenData />
      </Heading>
      <dl className="numbers">
        <Count label={w.users} value={number(summary.users)} />
        <Count label={w.tested} value={number(summary.testUsers)} />
        <Count label={w.items} value={number(summary.items)} />
        <Count label={w.eventsKept} value={number(summary.events)} />
        <Count label={w.pairs} value={number(summary.pairs)} />
        {summary.shown && <Count label={w.shown} value={number(shownRows(summary))} />}
        <Count label={w.unseen} value={percent(summary.unseenTargets, 1)} />
      </dl>
      <p className="about">
        {sentences(
          w.unseenAbout,
          fill(words.protocol.sentence, {
            protocol: protocolSentence(summary.protocol, summary.testUsers, speech),
          }),
          summary.hasTime ? '' : w.noTime,
        )}
      </p>
      {summary.shown && (
        <p className="about">
          {fill(w.shownParts, {
            train: number(summary.shown.train),
            validation: number(summary.shown.validation),
            test: number(summary.shown.test),
          })}
        </p>
      )}
      {all && (
        <p className="warning" role="note">
          <Icon name="help" />
          {all}
        </p>
      )}
      {summary.time && <p className="about">{timesSentence(summary.time, speech)}</p>}
      <div className="report">
        <details>
          <summary>{leftOutLine(summary, speech)}</summary>
          <ul>
            {leftOutSentences(summary, speech).map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </details>
      </div>
    </section>
  );
}

function FieldsFigure({ fields }: { fields: DatasetSummary['fields'] }) {
  const { words, number } = useSpeech();
  const w = words.data;
  return (
    <section className="figure" aria-label={w.fields}>
      <h2>{w.fields}</h2>
      <div className="scroll fields" tabIndex={0} role="group" aria-label={w.fields}>
        <table>
          <thead>
            <tr>
              <th scope="col">{w.field}</th>
              <th scope="col">{w.owner}</th>
              <th scope="col">{w.kind}</th>
              <th scope="col" className="amount">
                {w.values}
              </th>
            </tr>
          </thead>
          <tbody>
            {fields.map(({ name, owner, kind, rows, warning }) => (
              <tr key={name}>
                <th scope="row">
                  {name}
                  {warning && (
                    <span className="warning" role="note">
                      <Icon name="help" />
                      {w.leak}
                    </span>
                  )}
                </th>
                <td>{w.owners[owner]}</td>
                <td>{w.kinds[kind]}</td>
                <td className="amount">{number(rows)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
