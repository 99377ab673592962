/** Under the title of the drawing: what has become of the ready-made towers it began as, and of the run on screen. */
import { Popover } from 'radix-ui';
import { useMemo } from 'react';
import { useStore } from 'zustand';
import type { Document } from '../../lab/stores/graph';
import { differences } from '../../model/edits/differences';
import { presetOf } from '../../model/presets/presets';
import type { Speech } from '../../words/words';
import { Icon } from '../controls/Icon';
import { useBench, useData, useDocument, useRun, useSpeech } from '../lab';
import { changesInFull, useOrigin } from '../origin';
import { runTitle } from '../runs/title';
import { differenceInLines } from './in-words';
import './changes.css';

/** What the drawing may be compared with. */
interface Base {
  title: string;
  document: Document;
}

const MOST = 40;

export function WhatChanged() {
  const speech = useSpeech();
  const { words, fill } = speech;
  const document = useDocument();
  const bases = useBases();
  const line = useLine(bases);
  if (!document || bases.length === 0 || line === '') return null;
  return (
    <Popover.Root>
      <Popover.Trigger className="quiet what-changed" title={words.drawings.whatChanged}>
        <span>{line}</span>
        <Icon name="down" />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          className="popover changes"
          align="start"
          sideOffset={6}
          collisionPadding={12}
          aria-label={words.drawings.whatChanged}
        >
          {bases.map((base) => (
            <section key={base.title}>
              <h3>{fill(words.drawings.against, { base: base.title })}</h3>
              <Differences base={base.document} now={document} />
            </section>
          ))}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

export function Differences({ base, now }: { base: Document; now: Document }) {
  const speech = useSpeech();
  const { words, count } = speech;
  const lines = useMemo(() => linesOf(base, now, speech), [base, now, speech]);
  if (lines.length === 0) return <p>{words.differences.none}</p>;
  return (
    <ul>
      {lines.slice(0, MOST).map((line) => (
        <li key={line}>{line}</li>
      ))}
      {lines.length > MOST && <li>{count(words.drawings.more, lines.length - MOST)}</li>}
    </ul>
  );
}

const linesOf = (base: Document, now: Document, speech: Speech): string[] =>
  differences(base, now).flatMap((difference) => differenceInLines(difference, speech));

/** The preset, drawn for the loaded data, and the run on screen. */
function useBases(): Base[] {
  const speech = useSpeech();
  const { runs } = useBench();
  const graph = useDocument()?.graph;
  const schema = useData((data) => data.summary?.schema);
  const trained = useRun((run) => run.trained);
  const id = useRun((run) => run.id);
  const called = useStore(runs, (state) => state.runs.find((run) => run.id === id)?.title);
  const preset = graph && presetOf(graph);
  const made = useMemo(() => (preset && schema ? preset.build(schema) : null), [preset, schema]);
  return useMemo(() => {
    const { words, fill } = speech;
    const runCalled = ({ graph: own }: Document): string =>
      fill(words.drawings.runCalled, { title: runTitle({ title: called ?? own.title, graph: own }, speech) });
    return [
      ...(preset && made ? [{ title: words.presets[preset.id]?.title ?? preset.title, document: made }] : []),
      ...(trained ? [{ title: runCalled(trained), document: trained }] : []),
    ];
  }, [speech, preset, made, trained, called]);
}

/** In a line: of the preset where the blocks are others, else the first thing that differs from any of them; or ''. */
function useLine(bases: readonly Base[]): string {
  const speech = useSpeech();
  const document = useDocument();
  const changes = useOrigin(document?.graph)?.changes;
  return useMemo(() => {
    if (!document) return '';
    if (changes && changes.added.length + changes.removed.length > 0) return changesInFull(changes, speech);
    const [first = '', ...rest] =
      bases.map((base) => linesOf(base.document, document, speech)).find((lines) => lines.length > 0) ?? [];
    return speech.line(first, rest.length > 0 ? speech.count(speech.words.drawings.more, rest.length) : '');
  }, [document, changes, bases, speech]);
}
