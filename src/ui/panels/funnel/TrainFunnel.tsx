/** The standard funnel in one action: its models are trained one after the other, and become the stages. */
import { useMemo } from 'react';
import { useStore } from 'zustand';
import { standardFunnel } from '../../../lab/funnel/standard';
import { isRunning } from '../../../lab/phases';
import type { Run } from '../../../lab/runs/run';
import { funnelModels, type FunnelModel } from '../../../lab/stores/funnel-models';
import { trainsAlike } from '../../../lab/stores/graph';
import { FUNNEL } from '../../../lab/stores/runs';
import type { Schema } from '../../../model/document/schema';
import { preset } from '../../../model/presets/presets';
import { AskButton } from '../../controls/AskButton';
import { Heading } from '../../controls/Heading';
import { Until } from '../../controls/Until';
import { useBench, useRun, useSpeech, useView } from '../../lab';

/** @param usable runs of this data whose weights are kept */
export function TrainFunnel({ schema, usable }: { schema: Schema; usable: readonly Run[] }) {
  const bench = useBench();
  const { words, fill, number } = useSpeech();
  const w = words.funnel.train;
  const until = useView((view) => view.funnelUntil);
  const models = useMemo(() => funnelModels(schema, until, usable), [schema, until, usable]);
  const { queue } = useStore(bench.runs);
  const isOn = queue === FUNNEL;
  const trained = useRun((run) => run.trained);
  const now = isOn ? models.findIndex(({ document }) => trainsAlike(trained, document)) : -1;
  const titleOf = (id: string): string => words.presets[id]?.title ?? preset(id).title;
  return (
    <section className="figure funnel" aria-label={w.title}>
      <Heading title={w.title} />
      <p className="about">{w.about}</p>
      <ol className="funnel-plan">
        {standardFunnel(schema).map(({ presets, keep }, at) => (
          <li key={at}>{fill(w.stage, { models: presets.map(titleOf).join(' + '), keep: number(keep) })}</li>
        ))}
      </ol>
      <ul className="funnel-models" aria-label={w.models}>
        {models.map(({ preset: id, run }, at) => (
          <li key={id}>
            <span>{titleOf(id)}</span>
            <span>{at === now ? w.state.training : run ? w.state.trained : w.state.missing}</span>
          </li>
        ))}
      </ul>
      <fieldset className="form funnel-until" aria-label={words.settings.until} disabled={isOn}>
        <Until
          until={until ?? models[0]!.document.settings.stages[0]!.until}
          change={(funnelUntil) => bench.view.setState({ funnelUntil })}
        />
      </fieldset>
      <Train models={models} now={now} isOn={isOn} titleOf={titleOf} />
    </section>
  );
}

/** @param now place of the model in training; -1: none */
function Train({
  models,
  now,
  isOn,
  titleOf,
}: {
  models: readonly FunnelModel[];
  now: number;
  isOn: boolean;
  titleOf(preset: string): string;
}) {
  const bench = useBench();
  const { words, fill, count } = useSpeech();
  const w = words.funnel.train;
  const phase = useRun((run) => run.progress.phase);
  const share = useRun((run) => run.progress.fraction);
  const left = models.filter(({ run }) => run === null).length;
  const text = left === models.length ? w.ask : left > 0 ? count(w.goOn, left) : w.use;
  const waiting = fill(phase === 'paused' ? w.paused : w.running, {
    title: titleOf(models[Math.max(0, now)]!.preset),
    n: Math.max(0, now) + 1,
    all: models.length,
  });
  const rests = !isRunning(phase);
  return (
    <>
      <AskButton
        text={text}
        waiting={waiting}
        busy={isOn}
        share={share}
        disabled={!rests}
        ask={() => void bench.trainFunnel()}
        cancel={() => void bench.cancelQueue()}
      />
      {!rests && !isOn && <p className="about">{w.whenAtRest}</p>}
    </>
  );
}
