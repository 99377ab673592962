/** Why an item is in the list: the parts of its score, as bars on both sides of zero. */
import { useCallback, useState } from 'react';
import type { Who } from '../../../lab/evaluate/asked';
import type { Explanation } from '../../../lab/evaluate/explain';
import { FROM_ZERO } from '../../../model/blocks/block';
import { SPLITS, splitRows, type PartRow, type SplitBy } from '../../../words/why';
import { Bar } from '../../controls/Bar';
import { Icon } from '../../controls/Icon';
import { TableButton } from '../../controls/TableButton';
import { nodeName } from '../../editing/named';
import { useBench, useRun, useSpeech } from '../../lab';
import { highest, lowest, scaleOf } from '../../live';
import { AtStep } from './AtStep';
import { coloured } from './interest';
import type { WhyQuestion } from './ItemName';
import { useLatestAnswer, type Following } from './useLatestAnswer';
import './why.css';

const DIGITS = 3;
/** Bars of parts; smaller ones are added up. */
const SHOWN = 8;

/** Whoever opened the card by a key reads on here. */
const focus = (heading: HTMLHeadingElement | null): void => heading?.focus();

export function WhyCard({
  who,
  question,
  following,
  close,
}: {
  who: Who;
  question: WhyQuestion;
  following: Following;
  close(): void;
}) {
  const { words, fill, number } = useSpeech();
  const w = words.why;
  const shown = useExplanation(who, question, following);
  const [by, setBy] = useState<SplitBy>('channels');
  const title = shown?.title ?? '';
  return (
    <section className="why" aria-label={fill(w.label, { title })} data-side={by === 'ofItem' ? 'item' : 'user'}>
      <div className="heading">
        <h2 key={`${question.item} ${question.interest}`} ref={focus} tabIndex={-1} title={title}>
          {shown ? fill(w.open, { title }) : w.asking}
        </h2>
        <button
          type="button"
          className="icon"
          aria-label={words.common.close}
          title={words.common.close}
          onClick={close}
        >
          <Icon name="close" />
        </button>
      </div>
      {shown && (
        <>
          <p className="why-score">
            <span>{w.score}</span>
            <b>{number(shown.score, DIGITS)}</b>
            {shown.interest !== null && (
              <span className="interest" style={coloured(shown.interest)}>
                {fill(w.interest, { n: shown.interest + 1 })}
              </span>
            )}
          </p>
          <select aria-label={w.split} value={by} onChange={(event) => setBy(event.target.value as SplitBy)}>
            {SPLITS.filter((one) => shown[one]).map((one) => (
              <option key={one} value={one}>
                {w.by[one]}
              </option>
            ))}
          </select>
          <Parts shown={shown} by={shown[by] ? by : 'channels'} />
          <AtStep step={shown.step} />
        </>
      )}
    </section>
  );
}

/** The answer to the item asked for; null before it. */
function useExplanation(who: Who, { item, interest }: WhyQuestion, following: Following): Explanation | null {
  const bench = useBench();
  const key = JSON.stringify(who);
  const ask = useCallback(
    () => bench.ask('explain', { user: JSON.parse(key) as Who, item, interest }),
    [bench, key, item, interest],
  );
  const { answer: shown } = useLatestAnswer(ask, `${key} ${item} ${interest}`, following);
  return shown?.item === item && (interest === null || shown.interest === interest) ? shown : null;
}

function Parts({ shown, by }: { shown: Explanation; by: SplitBy }) {
  const speech = useSpeech();
  const { words, fill, number, count } = speech;
  const w = words.why;
  const graph = useRun((run) => run.trained?.graph);
  const [asTable, setAsTable] = useState(false);
  const split = shown[by];
  if (!split || !graph) return null;
  const rows = splitRows(by, split, (node) => nodeName(graph, node, speech), speech);
  const drawn = merged(rows, (n) => count(w.others, n));
  const scale = scaleOf(
    drawn.map(({ value }) => ({ mean: value })),
    FROM_ZERO,
  );
  const format = (value: number): string => number(value, DIGITS).replace('-', '−');
  return (
    <>
      <ul className="why-parts">
        {drawn.map(({ name, value, apart }, at) => (
          <li key={at} className={apart ? 'apart' : ''} title={name}>
            <span>{name}</span>
            <b>{format(value)}</b>
            <div className="why-bar" aria-hidden="true">
              <Bar scale={scale} value={value} />
            </div>
          </li>
        ))}
      </ul>
      <p className="about">
        {speech.sentences(
          split.parts.length === 0 ? w.noEvents : summaryOf(rows, (text, values) => fill(text, values), w, format),
          w.method[split.method],
        )}
      </p>
      <TableButton open={asTable} change={setAsTable} />
      {asTable && (
        <div className="scroll" tabIndex={0} role="group" aria-label={w.by[by]}>
          <table>
            <thead>
              <tr>
                <th scope="col">{w.part}</th>
                <th scope="col" className="amount">
                  {w.value}
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map(({ name, value }, at) => (
                <tr key={at}>
                  <th scope="row">{name}</th>
                  <td className="amount">{format(value)}</td>
                </tr>
              ))}
            </tbody>
            <tfoot>
              <tr>
                <th scope="row">{w.score}</th>
                <td className="amount">{format(shown.score)}</td>
              </tr>
            </tfoot>
          </table>
        </div>
      )}
    </>
  );
}

/** The first parts, the others as one, and what is apart: what is drawn adds up to the score as well. */
function merged(rows: readonly PartRow[], nameOf: (others: number) => string): PartRow[] {
  const parts = rows.filter(({ apart }) => !apart);
  const others = parts.slice(SHOWN);
  return [
    ...parts.slice(0, SHOWN),
    ...(others.length === 0
      ? []
      : [{ name: nameOf(others.length), value: others.reduce((sum, { value }) => sum + value, 0), apart: false }]),
    ...rows.filter(({ apart }) => apart),
  ];
}

function summaryOf(
  rows: readonly PartRow[],
  fill: (text: string, values: Record<string, string>) => string,
  w: Record<'summary' | 'summaryFor' | 'summaryAgainst', string>,
  format: (value: number) => string,
): string {
  const named = rows.filter(({ apart }) => !apart).map(({ name, value }) => ({ name, mean: value }));
  const [high, low] = [highest(named)!, lowest(named)!];
  const text = high.mean <= 0 ? w.summaryAgainst : low.mean >= 0 ? w.summaryFor : w.summary;
  return fill(text, {
    high: high.name,
    highValue: format(high.mean),
    low: low.name,
    lowValue: format(low.mean),
  });
}
