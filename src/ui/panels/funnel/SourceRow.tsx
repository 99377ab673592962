/** One run of a stage: which it is, what it weighs beside the others, and how it retrieves. */
import { WEIGHTS, type SourceChoice } from '../../../lab/funnel/cut-offs';
import type { Run } from '../../../lab/runs/run';
import { hasInterests } from '../../../model/nodes/interests';
import { useSpeech } from '../../lab';
import { runInList } from '../../runs/title';

/**
 * @param n of the stage, from 1; only the first one retrieves
 * @param m of the run in the stage, from 1
 * @param beside all runs of the stage
 */
export function SourceRow({
  n,
  m,
  source,
  beside,
  usable,
  change,
  remove,
}: {
  n: number;
  m: number;
  source: SourceChoice;
  beside: readonly SourceChoice[];
  usable: readonly Run[];
  change(to: Partial<SourceChoice>): void;
  remove(): void;
}) {
  const speech = useSpeech();
  const { words, fill } = speech;
  const w = words.funnel.panel;
  const isMerged = beside.length > 1;
  const chosen = usable.find(({ id }) => id === source.run);
  return (
    <div className="funnel-source" data-merged={isMerged || undefined}>
      <div className="funnel-run">
        <select
          aria-label={fill(isMerged ? w.sourceOf : w.runOf, { m, n })}
          // It may be too long for its box.
          title={chosen && runInList(chosen, speech)}
          value={source.run}
          onChange={(event) => change({ run: event.target.value })}
        >
          {usable.map((one) => (
            <option key={one.id} value={one.id}>
              {runInList(one, speech)}
            </option>
          ))}
        </select>
        {isMerged && (
          <button type="button" className="quiet" aria-label={fill(w.removeSource, { m, n })} onClick={remove}>
            {w.remove}
          </button>
        )}
      </div>
      {isMerged && <Weight n={n} m={m} source={source} beside={beside} change={change} />}
      {n === 1 && chosen && hasInterests(chosen.graph) && (
        <label className="funnel-interests">
          <input
            type="checkbox"
            aria-label={fill(w.byInterestOf, { m, n })}
            checked={source.byInterest}
            onChange={({ target }) => change({ byInterest: target.checked })}
          />
          {w.byInterest}
        </label>
      )}
    </div>
  );
}

/** A slider, and the share of all weights that it comes to. */
function Weight({
  n,
  m,
  source: { weight },
  beside,
  change,
}: {
  n: number;
  m: number;
  source: SourceChoice;
  beside: readonly SourceChoice[];
  change(to: Partial<SourceChoice>): void;
}) {
  const { words, fill, percent } = useSpeech();
  const w = words.funnel.panel;
  const share = percent(weight / beside.reduce((sum, other) => sum + other.weight, 0), 1);
  return (
    <div className="funnel-keep">
      <span aria-hidden="true">{w.weight}</span>
      <input
        type="range"
        aria-label={fill(w.weightOf, { m, n })}
        aria-valuetext={share}
        min={WEIGHTS.least}
        max={WEIGHTS.most}
        step={1}
        value={weight}
        onChange={({ target }) => change({ weight: Number(target.value) })}
      />
      <output aria-hidden="true">{share}</output>
    </div>
  );
}
