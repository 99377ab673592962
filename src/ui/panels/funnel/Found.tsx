/** What each stage of a funnel is given, keeps, loses and costs, and the list at its end. */
import { useState } from 'react';
import { useStore } from 'zustand';
import { aboutSupplied, reorderedSentences, sourcesTable, suppliedTable } from '../../../words/funnel-tables';
import { stageTitle } from '../../../words/followed';
import type { SourceFigures } from '../../../lab/funnel/contributions';
import type { SuppliedFigures } from '../../../lab/funnel/supplied';
import type { Tried } from '../../../lab/stores/funnel';
import { FROM_ZERO } from '../../../model/blocks/block';
import { barsDrawn } from '../../charts/bars';
import { CellsTable } from '../../charts/CellsTable';
import { FigureFiles } from '../../charts/FigureFiles';
import type { Cells } from '../../charts/step-table';
import { Amounts } from '../../controls/Amounts';
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
  const sources = useTitles(found);
  const titles = sources.map((own, at) => stageTitle(own, at + 1, speech));
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
          <StageFound key={at} stage={stage} title={titles[at]!} sources={sources[at]!} />
        ))}
      </ol>
      <h3>{w.list}</h3>
      <dl className="numbers">
        {FINAL_METRICS.map(({ id, name }) => (
          <Figure key={id} label={name} value={number(found.metrics[id] ?? 0, DIGITS)} />
        ))}
      </dl>
      {found.reordered && <p className="about">{reorderedSentences(found.reordered, speech)[0]}</p>}
      <Meaning text={about} />
      {asTable && (
        <CellsTable label={w.panel.found} cells={cells} format={(value, column) => formatIn(column, value, speech)} />
      )}
    </section>
  );
}

/** [stages][sources]; of a run that is gone by now, what it was called. */
function useTitles({ chosen, titles }: Tried): string[][] {
  const speech = useSpeech();
  const { runs } = useStore(useBench().runs);
  return chosen.map(({ sources }, stage) =>
    sources.map(({ run }, at) => {
      const known = runs.find(({ id }) => id === run);
      return known ? runTitle(known, speech) : titles[stage]![at]!;
    }),
  );
}

type StageFigures = Tried['stages'][number];

function StageFound({
  stage,
  title,
  sources,
}: {
  stage: StageFigures;
  title: string;
  /** What its runs are called. */
  sources: readonly string[];
}) {
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
        <Figure label={w.features} value={bytes(stage.featureBytes)} />
      </dl>
      {stage.sources && <Sources figures={stage.sources} titles={sources} />}
    </li>
  );
}

function Sources({ figures, titles }: { figures: readonly SourceFigures[]; titles: readonly string[] }) {
  const speech = useSpeech();
  const w = speech.words.funnel.sources;
  const { head, rows } = sourcesTable(figures, titles, speech);
  return (
    <>
      <Amounts label={w.title} caption={w.title} head={head} rows={rows.map(named)} />
      <Meaning text={w.about} />
    </>
  );
}

function Meaning({ text }: { text: string }) {
  const { words } = useSpeech();
  return (
    <details className="about">
      <summary>{words.funnel.meaning}</summary>
      {text}
    </details>
  );
}

/** The stages beside a ranker of which only the scores are known. */
export function SuppliedFound({ found, supplied }: { found: Tried; supplied: SuppliedFigures }) {
  const speech = useSpeech();
  const { words, fill } = speech;
  const titles = useTitles(found).map((own, at) => stageTitle(own, at + 1, speech));
  const table = suppliedTable(supplied, titles, speech);
  const title = fill(words.funnel.supplied.title, { column: supplied.column });
  return (
    <section className="figure funnel" aria-label={title}>
      <Heading title={title} />
      {table && <Amounts label={title} head={table.head} rows={table.rows.map(named)} />}
      <p className="about">{aboutSupplied(supplied, speech)}</p>
      {table && <Meaning text={fill(words.funnel.supplied.definitions, { k: supplied.first })} />}
    </section>
  );
}

const named = ([name, ...cells]: readonly string[]) => ({ name: name!, cells });

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
    [
      w.stage,
      w.given,
      w.keeps,
      w.hitRate,
      w.recall,
      w.ofNext,
      w.overlap,
      w.correlation,
      w.work,
      w.time,
      w.index,
      w.features,
    ],
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
      stage.featureBytes,
    ]),
  ];
}

/** In the columns of `cellsOf` behind the first. */
function formatIn(column: number, value: number, { number, compact, bytes }: Speech): string {
  const share = (of: number): string => number(of, DIGITS);
  const amount = (of: number): string => number(of, 0);
  const hundredths = (of: number): string => number(of, 2);
  const formats = [amount, amount, share, share, share, share, hundredths, compact, hundredths, bytes, bytes];
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
  const step = runs.find(({ id }) => id === found.chosen.at(-1)?.sources[0]?.run)?.step ?? 0;
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
