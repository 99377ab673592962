/** The stages of a funnel, first to last: which run each is, and how many items it hands on. */
import { useRef } from 'react';
import { mostOf, narrowed, stopsTo, type StageChoice } from '../../../lab/funnel/cut-offs';
import type { Run } from '../../../lab/runs/run';
import { NumberField } from '../../controls/NumberField';
import { useBench, useSpeech } from '../../lab';
import { runTitle } from '../../runs/title';
import type { Speech } from '../../../words/words';
import { isRanker, withStage } from './stages';

interface Props {
  /** Cut-offs as a person wants them: one that was too large comes back where more comes in again. */
  wanted: readonly StageChoice[];
  usable: readonly Run[];
  items: number;
  /** While the test users are under way. */
  fixed: boolean;
}

export function StageRows({ wanted, usable, items, fixed }: Props) {
  const bench = useBench();
  const { words } = useSpeech();
  const more = useRef<HTMLButtonElement>(null);
  const stages = narrowed(wanted, items);
  const replace = (at: number, to: Partial<StageChoice>): void =>
    bench.chooseStages(wanted.map((stage, own) => (own === at ? { ...stage, ...to } : stage)));
  return (
    <>
      <ol className="funnel-stages">
        {stages.map((stage, at) => (
          <StageRow
            key={at}
            n={at + 1}
            stage={stage}
            usable={usable}
            most={mostOf(stages, at, items)}
            fixed={fixed}
            change={(to) => replace(at, to)}
            remove={
              stages.length > 1
                ? () => {
                    bench.chooseStages(wanted.filter((_, own) => own !== at));
                    // The button that had the focus is gone.
                    more.current?.focus();
                  }
                : null
            }
          />
        ))}
      </ol>
      <button
        type="button"
        className="quiet funnel-add"
        ref={more}
        disabled={fixed}
        onClick={() => bench.chooseStages(withStage(wanted, usable))}
      >
        {words.funnel.panel.add}
      </button>
    </>
  );
}

/** @param remove null of the only one */
function StageRow({
  n,
  stage: { run, keep },
  usable,
  most,
  fixed,
  change,
  remove,
}: Pick<Props, 'usable' | 'fixed'> & {
  n: number;
  stage: StageChoice;
  most: number;
  change(to: Partial<StageChoice>): void;
  remove: (() => void) | null;
}) {
  const speech = useSpeech();
  const { words, fill } = speech;
  const w = words.funnel.panel;
  const chosen = usable.find(({ id }) => id === run);
  return (
    <li>
      <fieldset className="funnel-stage" disabled={fixed}>
        <legend>{fill(w.nth, { n })}</legend>
        <div className="funnel-run">
          <select
            aria-label={fill(w.runOf, { n })}
            // It may be too long for its box.
            title={chosen && optionOf(chosen, speech)}
            value={run}
            onChange={(event) => change({ run: event.target.value })}
          >
            {usable.map((one) => (
              <option key={one.id} value={one.id}>
                {optionOf(one, speech)}
              </option>
            ))}
          </select>
          {remove && (
            <button type="button" className="quiet" aria-label={fill(w.removeOf, { n })} onClick={remove}>
              {w.remove}
            </button>
          )}
        </div>
        <div className="funnel-keep">
          <span aria-hidden="true">{words.funnel.keeps}</span>
          <CutOff n={n} keep={keep} most={most} change={(to) => change({ keep: to })} />
          <NumberField
            label={fill(w.keepOf, { n })}
            spec={{ min: 1, max: most }}
            value={keep}
            whole
            change={(to) => change({ keep: to })}
          />
        </div>
      </fieldset>
    </li>
  );
}

/** From one round number to the next: the numbers between them are written. */
function CutOff({ n, keep, most, change }: { n: number; keep: number; most: number; change(keep: number): void }) {
  const { words, fill, number } = useSpeech();
  const stops = stopsTo(most);
  const at = Math.max(
    0,
    stops.findLastIndex((stop) => stop <= keep),
  );
  return (
    <input
      type="range"
      aria-label={fill(words.funnel.panel.cutOffOf, { n })}
      aria-valuetext={number(keep)}
      min={0}
      max={stops.length - 1}
      step={1}
      value={at}
      onChange={(event) => change(stops[Number(event.target.value)]!)}
    />
  );
}

const optionOf = (run: Run, speech: Speech): string => {
  const { words, fill, line, count } = speech;
  const w = words.funnel.panel;
  return line(
    runTitle(run, speech),
    fill(words.comparison.seedOf, { seed: run.settings.seed }),
    count(words.runs.steps, run.step),
    isRanker(run) ? w.ranker : w.towers,
  );
};
