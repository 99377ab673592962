/** The stages of a funnel, first to last: which runs each is, and how many items it hands on. */
import { useRef } from 'react';
import { mostOf, narrowed, stopsTo, type StageChoice } from '../../../lab/funnel/cut-offs';
import { MERGE_RULES } from '../../../lab/funnel/merge';
import type { Run } from '../../../lab/runs/run';
import { NumberField } from '../../controls/NumberField';
import { useBench, useSpeech } from '../../lab';
import { SourceRow } from './SourceRow';
import { withSource, withStage } from './stages';

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
  stage,
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
  const { words, fill } = useSpeech();
  const w = words.funnel.panel;
  const merge = useRef<HTMLButtonElement>(null);
  const { sources, keep } = stage;
  const grown = withSource(stage, usable);
  return (
    <li>
      <fieldset className="funnel-stage" disabled={fixed}>
        <legend>{fill(w.nth, { n })}</legend>
        {sources.map((source, at) => (
          <SourceRow
            key={at}
            n={n}
            m={at + 1}
            source={source}
            beside={sources}
            usable={usable}
            change={(to) => change({ sources: sources.with(at, { ...source, ...to }) })}
            remove={() => {
              change({ sources: sources.toSpliced(at, 1) });
              merge.current?.focus();
            }}
          />
        ))}
        {sources.length > 1 && <Rule n={n} stage={stage} change={change} />}
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
        <div className="funnel-tools">
          <button
            type="button"
            className="quiet"
            ref={merge}
            aria-label={fill(w.mergeInto, { n })}
            disabled={!grown}
            onClick={() => grown && change({ sources: grown.sources })}
          >
            {w.merge}
          </button>
          {remove && (
            <button type="button" className="quiet" aria-label={fill(w.removeOf, { n })} onClick={remove}>
              {w.removeStage}
            </button>
          )}
        </div>
      </fieldset>
    </li>
  );
}

function Rule({ n, stage, change }: { n: number; stage: StageChoice; change(to: Partial<StageChoice>): void }) {
  const { words, fill } = useSpeech();
  const w = words.funnel;
  return (
    <>
      <select
        className="funnel-rule"
        aria-label={fill(w.panel.ruleOf, { n })}
        value={stage.rule}
        onChange={({ target }) => change({ rule: MERGE_RULES.find((rule) => rule === target.value)! })}
      >
        {MERGE_RULES.map((rule) => (
          <option key={rule} value={rule}>
            {w.rules[rule]}
          </option>
        ))}
      </select>
      <p className="about">{w.panel.ruleAbout[stage.rule]}</p>
    </>
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
