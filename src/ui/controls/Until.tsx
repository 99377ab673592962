/** When a training ends, or a stage of one. */
import { useId } from 'react';
import type { Stage } from '../../model/document/graph';
import { useSpeech } from '../lab';
import { Row } from './NumberField';

const LIMITS = { patience: { min: 1, max: 100 }, epochs: { min: 1, max: 10_000 }, steps: { min: 1, max: 10_000_000 } };

type UntilKind = 'patience' | 'epochs' | 'steps';
const kindOf = (until: Stage['until']): UntilKind =>
  'patience' in until ? 'patience' : 'epochs' in until ? 'epochs' : 'steps';
const FIRST: { readonly [K in UntilKind]: Stage['until'] } = {
  patience: { patience: 5, maxEpochs: 100 },
  epochs: { epochs: 10 },
  steps: { steps: 1000 },
};

export function Until({ until, change }: { until: Stage['until']; change(until: Stage['until']): void }) {
  const { words } = useSpeech();
  const w = words.settings;
  const id = useId();
  return (
    <>
      <div className="row wide">
        <label htmlFor={id}>{w.until}</label>
        <select id={id} value={kindOf(until)} onChange={(event) => change(FIRST[event.target.value as UntilKind])}>
          <option value="patience">{w.untilPatience}</option>
          <option value="epochs">{w.untilEpochs}</option>
          <option value="steps">{w.untilSteps}</option>
        </select>
      </div>
      {'patience' in until && (
        <>
          <Row
            label={w.patience}
            unit={w.patienceUnit}
            value={until.patience}
            spec={LIMITS.patience}
            change={(patience) => change({ ...until, patience })}
          />
          <Row
            label={w.maxEpochs}
            unit={w.epochsUnit}
            value={until.maxEpochs}
            spec={LIMITS.epochs}
            change={(maxEpochs) => change({ ...until, maxEpochs })}
          />
        </>
      )}
      {'epochs' in until && (
        <Row label={w.epochs} value={until.epochs} spec={LIMITS.epochs} change={(epochs) => change({ epochs })} />
      )}
      {'steps' in until && (
        <Row label={w.steps} value={until.steps} spec={LIMITS.steps} change={(steps) => change({ steps })} />
      )}
    </>
  );
}
