/** How the towers are trained: seed, batch, when to stop, how fast to learn. */
import { useId } from 'react';
import type { Settings, Stage } from '../../model/graph';
import { useBench, useSpeech } from '../lab';
import { NumberField } from './controls';

const LIMITS = {
  seed: { min: 0, max: 2 ** 31 - 1 },
  batch: { min: 2, max: 8192 },
  patience: { min: 1, max: 100 },
  epochs: { min: 1, max: 10_000 },
  steps: { min: 1, max: 10_000_000 },
  learningRate: { min: 1e-6, max: 10, step: 1e-4 },
  weightDecay: { min: 0, max: 1, step: 1e-4 },
};

export function RunSettings({ settings }: { settings: Settings }) {
  const { graph } = useBench();
  const { words, fill } = useSpeech();
  const { setSettings, setOptimizer, setUntil } = graph.getState();
  const w = words.settings;
  const patternInWords = (pattern: string): string => (pattern === '*' ? w.all : pattern.startsWith('table/') ? w.tables : pattern);
  return (
    <section className="form" aria-label={w.title}>
      <h2>{w.title}</h2>
      <Row label={w.seed} value={settings.seed} spec={LIMITS.seed} change={(seed) => setSettings({ seed })} />
      <Row label={w.batch} unit={w.batchUnit} value={settings.batch} spec={LIMITS.batch} change={(batch) => setSettings({ batch })} />
      {settings.optimizers.map(({ pattern, learningRate }, i) => (
        <Row
          key={pattern}
          label={settings.optimizers.length > 1 ? fill(w.learningRateOf, { pattern: patternInWords(pattern) }) : w.learningRate}
          value={learningRate}
          spec={LIMITS.learningRate}
          fraction
          change={(rate) => setOptimizer(i, { learningRate: rate })}
        />
      ))}
      {settings.stages.map((stage, i) => (
        <Until key={i} until={stage.until} change={(until) => setUntil(i, until)} />
      ))}
    </section>
  );
}

function Row({ label, unit, value, spec, fraction = false, change }: { label: string; unit?: string; value: number; spec: { min: number; max: number; step?: number }; fraction?: boolean; change(value: number): void }) {
  return (
    <label className="row">
      <span>
        {label}
        {unit && <small>{unit}</small>}
      </span>
      <NumberField label={unit ? `${label}, ${unit}` : label} spec={spec} value={value} whole={!fraction} change={change} />
    </label>
  );
}

type UntilKind = 'patience' | 'epochs' | 'steps';
const kindOf = (until: Stage['until']): UntilKind => ('patience' in until ? 'patience' : 'epochs' in until ? 'epochs' : 'steps');
const FIRST: { readonly [K in UntilKind]: Stage['until'] } = { patience: { patience: 5, maxEpochs: 100 }, epochs: { epochs: 10 }, steps: { steps: 1000 } };

function Until({ until, change }: { until: Stage['until']; change(until: Stage['until']): void }) {
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
          <Row label={w.patience} unit={w.patienceUnit} value={until.patience} spec={LIMITS.patience} change={(patience) => change({ ...until, patience })} />
          <Row label={w.maxEpochs} unit={w.epochsUnit} value={until.maxEpochs} spec={LIMITS.epochs} change={(maxEpochs) => change({ ...until, maxEpochs })} />
        </>
      )}
      {'epochs' in until && <Row label={w.epochs} value={until.epochs} spec={LIMITS.epochs} change={(epochs) => change({ epochs })} />}
      {'steps' in until && <Row label={w.steps} value={until.steps} spec={LIMITS.steps} change={(steps) => change({ steps })} />}
    </>
  );
}
