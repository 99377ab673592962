/** What each stage of a funnel is given, keeps, loses and costs, and the list at its end. */
import { useState } from 'react';
import { useStore } from 'zustand';
import type { Tried } from '../../../lab/stores/funnel';
import { FROM_ZERO } from '../../../model/blocks/block';
import { barsDrawn } from '../../charts/bars';
import { CellsTable } from '../../charts/CellsTable';
import { FigureFiles } from '../../charts/FigureFiles';
import type { Cells } from '../../charts/step-table';
import { Bar } from '../../controls/Bar';
import { Heading } from '../../controls/Heading';
import { TableButton } from '../../controls/TableButton';
import { useBench, useSpeech } from '../../lab';
import { scaleOf } from '../../live';
import { runTitle } from '../../runs/title';
import type { Speech } from '../../../words/words';
import { DIGITS, FINAL_METRICS } from './figures';

/** Shares of one. */
const SCALE = scaleOf([], { ...FROM_ZERO, ends: [0, 1] });

export function Found({ found }: { found: Tried }) {
  const speech = useSpeech();
  const { words, fill, number } = speech;
  const w = words.funnel;
  const [asTable, setAsTable] = useState(false);
  const titles = useTitles(found);
  const about = fill(w.about, { n: number(found.sampled) });
  const cells = cellsOf(found, titles, speech);
  return (
    <section className="figure funnel" aria-label={w.panel.found}>
      <Heading title={w.panel.found}>
        <div className="figure-tools">
          <TableButton open={asTable} change={setAsTable} />
          <Files found={found} titles={titles} cells={cells} about={about} />
        </div>
      </Heading>
      <ol className="funnel-found">
        {found.stages.map((stage, at) => (
          <StageFound key={at} stage={stage} title={titles[at]!} />
        ))}
      </ol>
      <h3>{w.list}</h3>
      <dl className="numbers">
        {FINAL_METRICS.map(({ id, name }) => (
          <Figure key={id} label={name} value={number(found.metrics[id] ?? 0, DIGITS)} />
        ))}
      </dl>
      <p className="about">{about}</p>
      {asTable && (
        <CellsTable label={w.panel.found} cells={cells} format={(value, column) => formatIn(column, value, speech)} />
      )}
    </section>
  );
}

/** '1. Two towers'; of a run that is gone by now, what it was called. */
function useTitles({ stages, titles }: Tried): string[] {
  const speech = useSpeech();
  const { runs } = useStore(useBench().runs);
  return stages.map(({ run }, at) => {
    const known = runs.find(({ id }) => id === run);
    return speech.fill(speech.words.funnel.panel.numbered, {
      n: at + 1,
      title: known ? runTitle(known, speech) : titles[at]!,
    });
  });
}

type StageFigures = Tried['stages'][number];

function StageFound({ stage, title }: { stage: StageFigures; title: string }) {
  const speech = useSpeech();
  const { words, number, compact, bytes, fill } = speech;
  const w = words.funnel;
  return (
    <li data-side={stage.isRanker ? 'item' : 'user'}>
      <h3>{title}</h3>
      <ul className="funnel-bars">
        {sharesOf(stage, speech).map(({ label, mean }) => (
          <li key={label}>
            <b>{label}</b>
            <div className="funnel-bar" aria-hidden="true">
              <Bar scale={SCALE} value={mean} />
            </div>
            <span>{number(mean, DIGITS)}</span>
          </li>
        ))}
      </ul>
      <dl className="numbers">
        <Figure
          label={w.panel.flow}
          value={fill(w.panel.through, { given: number(stage.given, 0), kept: number(stage.keep) })}
        />
        {stage.correlation !== null && <Figure label={w.correlation} value={number(stage.correlation, 2)} />}
        <Figure label={w.work} value={compact(stage.work)} />
        <Figure label={w.time} value={number(stage.milliseconds, 2)} />
        <Figure label={w.index} value={stage.isRanker ? words.common.none : bytes(stage.indexBytes)} />
      </dl>
    </li>
  );
}

function Figure({ label, value }: { label: string; value: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  );
}

/** The last stage has no next one. */
const sharesOf = ({ hitRate, recall, ofNext, overlap }: StageFigures, { words: { funnel: w } }: Speech) => [
  { label: w.hitRate, mean: hitRate, spread: 0 },
  { label: w.recall, mean: recall, spread: 0 },
  ...(ofNext === null ? [] : [{ label: w.ofNext, mean: ofNext, spread: 0 }]),
  ...(overlap === null ? [] : [{ label: w.overlap, mean: overlap, spread: 0 }]),
];

function cellsOf({ stages }: Tried, titles: readonly string[], { words: { funnel: w } }: Speech): Cells {
  return [
    [w.stage, w.given, w.keeps, w.hitRate, w.recall, w.ofNext, w.overlap, w.correlation, w.work, w.time, w.index],
    ...stages.map((stage, at) => [
      titles[at]!,
      stage.given,
      stage.keep,
      stage.hitRate,
      stage.recall,
      stage.ofNext,
      stage.overlap,
      stage.correlation,
      stage.work,
      stage.milliseconds,
      stage.isRanker ? null : stage.indexBytes,
    ]),
  ];
}

/** In the columns of `cellsOf` behind the first. */
function formatIn(column: number, value: number, { number, compact, bytes }: Speech): string {
  const share = (of: number): string => number(of, DIGITS);
  const amount = (of: number): string => number(of, 0);
  const hundredths = (of: number): string => number(of, 2);
  const formats = [amount, amount, share, share, share, share, hundredths, compact, hundredths, bytes];
  return formats[column]!(value);
}

function Files({
  found,
  titles,
  cells,
  about,
}: {
  found: Tried;
  titles: readonly string[];
  cells: Cells;
  about: string;
}) {
  const speech = useSpeech();
  const { words, number } = speech;
  const w = words.funnel.panel;
  const { runs } = useStore(useBench().runs);
  const step = runs.find(({ id }) => id === found.stages.at(-1)?.run)?.step ?? 0;
  return (
    <FigureFiles
      chart={w.found}
      of={titles.join(' ')}
      step={step}
      rows={() => cells}
      drawn={(palette) =>
        barsDrawn(
          { title: w.found, summary: about, palette },
          {
            groups: found.stages.map((stage, at) => ({ title: titles[at]!, bars: sharesOf(stage, speech) })),
            scale: SCALE,
            hue: palette.user,
            axis: w.share,
            format: (value) => number(value, DIGITS),
          },
        )
      }
    />
  );
}
