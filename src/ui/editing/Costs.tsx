/** What the drawing weighs: all of it, by part too, on demand, what changed beside the drawing itself. */
import { Popover } from 'radix-ui';
import { useSpeech } from '../lab';
import { MemoryTable, PartsTable } from './CostsByPart';
import { KernelTimes } from './KernelTimes';
import { RunsOn } from './RunsOn';
import { usePrices } from './usePrices';
import './Costs.css';

/** Only what the drawing changes, while it changes something: "output bloat" is seen as it is drawn. */
export function Bloat() {
  const { words } = useSpeech();
  const prices = usePrices();
  const changed = prices?.rows.filter(({ difference }) => difference !== '') ?? [];
  if (!prices || changed.length === 0) return null;
  return (
    <section className="bloat" aria-label={words.editing.bloat}>
      <dl>
        {changed.map(({ id, label, now, difference }) => (
          <div key={id}>
            <dt>{label}</dt>
            <dd>
              <b>{now}</b>
              <span>{difference}</span>
            </dd>
          </div>
        ))}
      </dl>
      {!prices.complete && <p>{words.editing.open}</p>}
    </section>
  );
}

export function CostsButton() {
  const { words } = useSpeech();
  const prices = usePrices();
  const w = words.editing;
  if (!prices) return null;
  return (
    <Popover.Root>
      <Popover.Trigger className="quiet">{w.costs}</Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          className="popover costs"
          side="top"
          align="start"
          sideOffset={10}
          collisionPadding={12}
          aria-label={w.costs}
        >
          <table>
            <caption>{w.costsAbout}</caption>
            <thead>
              <tr>
                <th scope="col">{w.costs}</th>
                <th scope="col" className="amount">
                  {w.now}
                </th>
                <th scope="col" className="amount">
                  {w.before}
                </th>
                <th scope="col" className="amount">
                  {w.difference}
                </th>
              </tr>
            </thead>
            <tbody>
              {prices.rows.map(({ id, label, now, before, difference }) => (
                <tr key={id} data-cost={id}>
                  <th scope="row">{label}</th>
                  <td className="amount">{now}</td>
                  <td className="amount">{before}</td>
                  <td className="amount">{difference || words.common.none}</td>
                </tr>
              ))}
            </tbody>
          </table>
          {!prices.complete && <p>{w.open}</p>}
          <PartsTable />
          <MemoryTable />
          <KernelTimes />
          <RunsOn />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
