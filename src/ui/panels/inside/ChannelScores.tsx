/**
 * What each channel of the user's tower gives to scores: a sample of them, split on demand. It needs no fusion that
 * weighs the channels.
 */
import { useState } from 'react';
import type { ChannelParts } from '../../../lab/evaluate/channel-parts';
import { isRunning } from '../../../lab/phases';
import { FROM_ZERO } from '../../../model/blocks/block';
import type { TowerGraph } from '../../../model/document/graph';
import { channelEdges } from '../../../model/nodes/channel-edges';
import { barsDrawn } from '../../charts/bars';
import { CellsTable } from '../../charts/CellsTable';
import { FigureFiles } from '../../charts/FigureFiles';
import type { Cells } from '../../charts/step-table';
import { Bar } from '../../controls/Bar';
import { Heading } from '../../controls/Heading';
import { TableButton } from '../../controls/TableButton';
import { WaitBar } from '../../controls/WaitBar';
import { nodeName } from '../../editing/named';
import { useBench, useRun, useSpeech } from '../../lab';
import { scaleOf } from '../../live';

const DIGITS = 3;

/** Nothing where the user's tower has one channel: it gives all; nor of a ranker, whose score is no sum of them. */
export function ChannelScores({ graph }: { graph: TowerGraph }) {
  const isLive = useRun(({ at }) => at === null);
  return isLive && graph.kind === 'retrieval' && channelEdges(graph).length > 1 ? <Asked graph={graph} /> : null;
}

function Asked({ graph }: { graph: TowerGraph }) {
  const bench = useBench();
  const { words } = useSpeech();
  const w = words.inside.channels;
  const shown = useRun((run) => run.channelParts);
  const rests = useRun((run) => !isRunning(run.progress.phase));
  const share = useRun((run) => run.waiting.evaluation ?? null);
  const busy = useRun((run) => run.asking.includes('channelParts'));
  const [asTable, setAsTable] = useState(false);
  return (
    <section className="figure probe" aria-label={w.title} data-side="user">
      <Heading title={w.title}>
        {shown && (
          <div className="figure-tools">
            <TableButton open={asTable} change={setAsTable} />
            <Files graph={graph} shown={shown} />
          </div>
        )}
      </Heading>
      {shown ? <Shown graph={graph} shown={shown} asTable={asTable} /> : <p className="about">{w.about}</p>}
      {busy ? (
        <WaitBar text={words.inside.computing} share={share} cancel={() => void bench.cancelQuestion()} />
      ) : (
        <button type="button" disabled={!rests} onClick={() => void bench.splitByChannel()}>
          {shown ? w.again : w.ask}
        </button>
      )}
      {!rests && <p className="about">{w.whenAtRest}</p>}
    </section>
  );
}

/** Channels first, then what belongs to none of them. */
function useRows(graph: TowerGraph, { channels, popularity, base, rest, method }: ChannelParts) {
  const speech = useSpeech();
  const { why } = speech.words;
  return [
    ...channels.map((channel) => ({ label: nodeName(graph, channel.node, speech), ...channel })),
    ...(popularity ? [{ label: why.popularity, ...popularity }] : []),
    { label: why.base, ...base },
    ...(method === 'integrated' ? [{ label: why.rest, ...rest }] : []),
  ];
}

function useCells(graph: TowerGraph, shown: ChannelParts): Cells {
  const { inside } = useSpeech().words;
  const w = inside.channels;
  return [
    [w.part, inside.mean, inside.spread],
    ...[...useRows(graph, shown), { label: w.sum, ...shown.score }].map(({ label, mean, spread }) => [
      label,
      mean,
      spread,
    ]),
  ];
}

function useSummary({ score, scores, users, step, method }: ChannelParts): string {
  const { words, fill, count, number, sentences } = useSpeech();
  const w = words.inside.channels;
  return sentences(
    fill(w.summary, {
      score: format(score.mean, number),
      scores: number(scores),
      users: count(w.users, users),
      step: number(step),
    }),
    words.why.method[method],
  );
}

const format = (value: number, number: (value: number, digits: number) => string): string =>
  number(value, DIGITS).replace('-', '−');

function Shown({ graph, shown, asTable }: { graph: TowerGraph; shown: ChannelParts; asTable: boolean }) {
  const { words, number } = useSpeech();
  const w = words.inside;
  const rows = useRows(graph, shown);
  const cells = useCells(graph, shown);
  const scale = scaleOf(rows, FROM_ZERO);
  const summary = useSummary(shown);
  return (
    <>
      <ul className="live-bars still">
        {rows.map(({ label, mean, spread }, at) => (
          <li key={at}>
            <b title={label}>{label}</b>
            <div className="live-bar" aria-hidden="true">
              <Bar scale={scale} value={mean} />
            </div>
            <span>{`${format(mean, number)} ± ${number(spread, DIGITS)}`}</span>
          </li>
        ))}
      </ul>
      <p className="about">{summary}</p>
      {asTable && <CellsTable label={w.channels.title} cells={cells} format={(value) => format(value, number)} />}
    </>
  );
}

function Files({ graph, shown }: { graph: TowerGraph; shown: ChannelParts }) {
  const { words, number } = useSpeech();
  const {
    channels: { title },
    mean,
  } = words.inside;
  const bars = useRows(graph, shown);
  const cells = useCells(graph, shown);
  const summary = useSummary(shown);
  return (
    <FigureFiles
      chart={title}
      step={shown.step}
      rows={() => cells}
      drawn={(palette) =>
        barsDrawn(
          { title, summary, palette },
          {
            groups: [{ title: '', bars }],
            scale: scaleOf(bars, FROM_ZERO),
            hue: palette.user,
            axis: mean,
            format: (value) => format(value, number),
          },
        )
      }
    />
  );
}
