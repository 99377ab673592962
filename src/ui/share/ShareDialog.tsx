/** A link to the towers on screen, with what is in it and what is not. */
import { useEffect, useState } from 'react';
import type { LabFailure } from '../../lab/failure';
import { failureToShow } from '../../lab/stores/bench';
import { failureSentence } from '../../words/sentences';
import { CopyButton } from '../controls/CopyButton';
import { Dialog } from '../controls/Dialog';
import { Icon } from '../controls/Icon';
import { saveFile } from '../controls/save-file';
import { useBench, useData, useDocument, useSpeech, useView } from '../lab';
import { useWorldName } from '../names';
import { addressOf } from './address';
import './share.css';

export function ShareButton() {
  const { view } = useBench();
  const { words } = useSpeech();
  const hasDocument = useDocument() !== null;
  return (
    <button
      type="button"
      className="plain"
      title={words.drawings.shareHint}
      disabled={!hasDocument}
      onClick={() => view.setState({ panel: 'share' })}
    >
      <Icon name="share" />
      <span>{words.drawings.share}</span>
    </button>
  );
}

export function ShareDialog() {
  const { view } = useBench();
  const { words } = useSpeech();
  const open = useView((v) => v.panel === 'share');
  return (
    <Dialog
      title={words.drawings.shareTitle}
      about={words.drawings.holds}
      open={open}
      close={() => view.setState({ panel: null })}
    >
      <div className="share">
        <Contents />
        <Link />
      </div>
    </Dialog>
  );
}

function Contents() {
  const { words, fill, count, list } = useSpeech();
  const w = words.drawings;
  const worldName = useWorldName();
  const source = useData((data) => data.source);
  const graph = useDocument()?.graph;
  const fields = [...new Set(graph?.tables.map(({ field }) => field))];
  return (
    <>
      <p>
        {source?.kind === 'world'
          ? fill(w.holdsWorld, {
              world: worldName(source.id),
              events: count(words.retrieval.events, source.events),
              seed: source.seed,
            })
          : fill(w.holdsFields, { fields: list(fields) })}
      </p>
      <p>{w.lacks}</p>
    </>
  );
}

/** Made when the dialog opens: nothing of it changes while it is open. */
function Link() {
  const bench = useBench();
  const speech = useSpeech();
  const { words, count } = speech;
  const w = words.drawings;
  const [made, setMade] = useState<string | LabFailure | null>(null);
  useEffect(() => {
    let isShown = true;
    const make = async (): Promise<void> => {
      const link = await bench.shareLink().then(addressOf, failureToShow);
      if (isShown) setMade(link);
    };
    void make();
    return () => {
      isShown = false;
    };
  }, [bench]);
  if (made === null) return <p role="status">{w.making}</p>;
  if (typeof made !== 'string')
    return (
      <>
        <p className="wrong" role="alert">
          {failureSentence(made, speech)}
        </p>
        <button type="button" onClick={() => saveFile(bench.exportTowers())}>
          {w.takeHome}
        </button>
      </>
    );
  return (
    <div className="share-link">
      <input type="text" readOnly aria-label={w.link} value={made} onFocus={(event) => event.currentTarget.select()} />
      <CopyButton className="primary" label={w.copy} text={() => made} />
      <small>{count(w.length, made.length)}</small>
    </div>
  );
}
