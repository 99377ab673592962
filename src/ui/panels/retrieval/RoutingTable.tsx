/** How much of each past event goes into each interest: a table whose cells are shaded by their numbers. */
import type { CSSProperties } from 'react';
import type { Routing } from '../../../lab/evaluate/routing';
import { useSpeech } from '../../lab';
import { coloured } from './interest';
import './routing.css';

const DIGITS = 2;
const sumOf = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

/** @param interests by place, in the order of the weights */
export function RoutingTable({
  routing: { events, weights, sums },
  interests,
}: {
  routing: Routing;
  interests: readonly number[];
}) {
  const { words, fill, number, sentences } = useSpeech();
  const w = words.interestLists;
  const { title, event, sum, sums: ofSums, shades } = w.routing;
  const most = weights.flat().reduce((a, b) => Math.max(a, b), 0);
  const shaded = (interest: number, weight: number): CSSProperties & Record<'--shade', number> => ({
    ...coloured(interest),
    '--shade': most > 0 ? Number((weight / most).toFixed(3)) : 0,
  });
  const format = (value: number): string => number(value, DIGITS);
  return (
    <div role="group" aria-label={title} className="routing">
      <h3>{title}</h3>
      <p className="about">
        {sentences(sums === null ? ofSums.none : ofSums[sums], fill(shades, { most: format(most) }))}
      </p>
      <div className="scroll amounts" tabIndex={0} role="group" aria-label={title}>
        <table>
          <thead>
            <tr>
              <th scope="col">{event}</th>
              {interests.map((interest) => (
                <th key={interest} scope="col" className="amount">
                  {fill(w.interest, { n: interest + 1 })}
                </th>
              ))}
              <th scope="col" className="amount">
                {sum}
              </th>
            </tr>
          </thead>
          <tbody>
            {events.map(({ title: name }, at) => (
              <tr key={at}>
                <th scope="row" title={name}>
                  {name}
                </th>
                {weights.map((own, column) => (
                  <td key={column} className="weight" style={shaded(interests[column]!, own[at]!)}>
                    {format(own[at]!)}
                  </td>
                ))}
                <td>{format(sumOf(weights.map((own) => own[at]!)))}</td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{sum}</th>
              {weights.map((own, column) => (
                <td key={column}>{format(sumOf(own))}</td>
              ))}
              <td>{format(sumOf(weights.flat()))}</td>
            </tr>
          </tfoot>
        </table>
      </div>
    </div>
  );
}
