/** How the towers are trained: seed, batch, when to stop, how to learn. */
import { useId } from 'react';
import type { OptimizerGroup, Rule, Schedule, Settings, TowerGraph } from '../../model/document/graph';
import type { Problem } from '../../model/document/problem';
import { problemsOfSettings } from '../../model/document/optimizer-groups';
import { problemsOfStages } from '../../model/nodes/stages';
import { useBench, useSpeech } from '../lab';
import { Row } from '../controls/NumberField';
import { Problems } from '../editing/ProblemList';
import { Stages } from './Stages';

const LIMITS = {
  seed: { min: 0, max: 2 ** 31 - 1 },
  batch: { min: 2, max: 65_536 },
  steps: { min: 1, max: 10_000_000 },
  learningRate: { min: 1e-6, max: 10, step: 1e-4 },
  weightDecay: { min: 0, max: 1, step: 1e-4 },
  clipNorm: { min: 1e-6, max: 1e6, step: 0.1 },
  warmup: { min: 0, max: 10_000_000 },
  floor: { min: 0, max: 1, step: 0.05 },
};
/** What the box begins with when clipping is switched on. */
const FIRST_CLIP = 1;

export function RunSettings({ graph: towers, settings }: { graph: TowerGraph; settings: Settings }) {
  const { graph } = useBench();
  const { words, fill } = useSpeech();
  const { setSettings, setOptimizer } = graph.getState();
  const w = words.settings;
  const problems = problemsOfSettings(settings);
  const ofStages = problemsOfStages(towers, settings);
  const patternInWords = (pattern: string, i: number): string =>
    pattern === '*' ? (i > 0 ? w.others : w.all) : pattern === 'table/*' ? w.tables : pattern;
  return (
    <section className="form" aria-label={w.title}>
      <h2>{w.title}</h2>
      <Row label={w.seed} value={settings.seed} spec={LIMITS.seed} change={(seed) => setSettings({ seed })} />
      <Row
        label={w.batch}
        unit={w.batchUnit}
        value={settings.batch}
        spec={LIMITS.batch}
        change={(batch) => setSettings({ batch })}
      />
      <Stages graph={towers} stages={settings.stages} problems={ofStages} />
      {settings.optimizers.map((group, i) => (
        <Optimizer
          key={group.pattern}
          title={
            settings.optimizers.length > 1
              ? fill(w.optimizerOf, { pattern: patternInWords(group.pattern, i) })
              : w.optimizer
          }
          group={group}
          problems={problems.filter(({ field }) => field === `optimizers.${i}.rule`)}
          change={(change) => setOptimizer(i, change)}
        />
      ))}
      <LearningRate schedule={settings.schedule} change={(schedule) => setSettings({ schedule })} />
      <label className="row">
        <span>{w.tablePrecision}</span>
        <select
          value={settings.tablePrecision}
          onChange={(event) => setSettings({ tablePrecision: event.target.value as Settings['tablePrecision'] })}
        >
          {Object.entries(w.tablePrecisions).map(([precision, name]) => (
            <option key={precision} value={precision}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label className="row check">
        <span>{w.clip}</span>
        <input
          type="checkbox"
          checked={settings.clipNorm !== null}
          onChange={(event) => setSettings({ clipNorm: event.target.checked ? FIRST_CLIP : null })}
        />
      </label>
      {settings.clipNorm !== null && (
        <Row
          label={w.clipNorm}
          value={settings.clipNorm}
          spec={LIMITS.clipNorm}
          fraction
          change={(clipNorm) => setSettings({ clipNorm })}
        />
      )}
    </section>
  );
}

/** Rule, rate and decay of one group of weights. */
function Optimizer({
  title,
  group,
  problems,
  change,
}: {
  title: string;
  group: OptimizerGroup;
  problems: readonly Problem[];
  change(change: Partial<OptimizerGroup>): void;
}) {
  const { words } = useSpeech();
  const w = words.settings;
  const id = useId();
  const wrong = problems.length > 0;
  return (
    <fieldset className="form">
      <legend>{title}</legend>
      <label className="row wide">
        <span>{w.rule}</span>
        <select
          value={group.rule}
          aria-invalid={wrong || undefined}
          aria-describedby={wrong ? id : undefined}
          onChange={(event) => change({ rule: event.target.value as Rule })}
        >
          {Object.entries(w.rules).map(([rule, name]) => (
            <option key={rule} value={rule}>
              {name}
            </option>
          ))}
        </select>
      </label>
      {wrong && <Problems id={id} problems={problems} />}
      <Row
        label={w.learningRate}
        value={group.learningRate}
        spec={LIMITS.learningRate}
        fraction
        change={(learningRate) => change({ learningRate })}
      />
      <Row
        label={w.weightDecay}
        value={group.weightDecay}
        spec={LIMITS.weightDecay}
        fraction
        change={(weightDecay) => change({ weightDecay })}
      />
    </fieldset>
  );
}

const FIRST_SCHEDULE: { readonly [K in Schedule['kind']]: (warmup: number) => Schedule } = {
  constant: (warmup) => ({ kind: 'constant', warmup }),
  cosine: (warmup) => ({ kind: 'cosine', warmup, steps: 1000, floor: 0 }),
};

/** How all learning rates change over the run. */
function LearningRate({ schedule, change }: { schedule: Schedule; change(schedule: Schedule): void }) {
  const { words } = useSpeech();
  const w = words.settings;
  return (
    <fieldset className="form">
      <legend>{w.schedule}</legend>
      <label className="row">
        <span>{w.scheduleKind}</span>
        <select
          value={schedule.kind}
          onChange={(event) => change(FIRST_SCHEDULE[event.target.value as Schedule['kind']](schedule.warmup))}
        >
          <option value="constant">{w.constant}</option>
          <option value="cosine">{w.cosine}</option>
        </select>
      </label>
      <Row
        label={w.warmup}
        unit={w.stepsUnit}
        value={schedule.warmup}
        spec={LIMITS.warmup}
        change={(warmup) => change({ ...schedule, warmup })}
      />
      {schedule.kind === 'cosine' && (
        <>
          <Row
            label={w.decay}
            unit={w.stepsUnit}
            value={schedule.steps}
            spec={LIMITS.steps}
            change={(steps) => change({ ...schedule, steps })}
          />
          <Row
            label={w.floor}
            unit={w.floorUnit}
            value={schedule.floor}
            spec={LIMITS.floor}
            fraction
            change={(floor) => change({ ...schedule, floor })}
          />
        </>
      )}
    </fieldset>
  );
}
