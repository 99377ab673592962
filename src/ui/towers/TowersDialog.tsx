/** My towers: the drawing on screen kept under a name, and those that were kept before. */
import { useState } from 'react';
import { Dialog } from '../controls/Dialog';
import { saveFile } from '../controls/save-file';
import { useBench, useDocument, useSpeech, useView } from '../lab';
import { useTowersTitle } from '../origin';
import { useOnReturn } from '../useOnReturn';
import { failureSentence } from '../../words/sentences';
import { NameForm } from './NameForm';
import { SavedEntry } from './SavedEntry';
import { useOpenSaved, useSavedOnScreen, useTowers } from './useSaved';
import './towers.css';

export function TowersDialog() {
  const { view, listTowers } = useBench();
  const { words } = useSpeech();
  const open = useView((v) => v.panel === 'towers');
  useOnReturn(listTowers);
  return (
    <Dialog
      title={words.drawings.mine}
      about={words.drawings.about}
      open={open}
      close={() => view.setState({ panel: null })}
    >
      <MyTowers />
    </Dialog>
  );
}

export function MyTowers() {
  const { view } = useBench();
  const { words, count } = useSpeech();
  const saved = useTowers((towers) => towers.saved);
  const unreadable = useTowers((towers) => towers.unreadable);
  const document = useDocument();
  const open = useOpenSaved();
  return (
    <div className="my-towers" tabIndex={0} role="group" aria-label={words.drawings.mine}>
      <Unstored />
      {document && <SaveForm />}
      <Removed />
      {saved.length === 0 ? (
        <p className="about">{words.drawings.none}</p>
      ) : (
        <ul>
          {saved.map((own) => (
            <SavedEntry
              // A new name begins a new entry, with its form closed.
              key={own.name}
              saved={own}
              open={() => {
                view.setState({ panel: null });
                open(own.name);
              }}
            />
          ))}
        </ul>
      )}
      {unreadable > 0 && <p className="about">{count(words.drawings.unreadable, unreadable)}</p>}
    </div>
  );
}

function SaveForm() {
  const bench = useBench();
  const speech = useSpeech();
  const { words, fill } = speech;
  const w = words.drawings;
  const { name } = useTowersTitle(useDocument()?.graph, speech);
  const onScreen = useSavedOnScreen();
  const [done, setDone] = useState<string | null>(null);
  const keep = async (as: string, replace: boolean) => {
    const kept = await bench.saveTowers(as, replace);
    setDone(kept === 'done' ? as : null);
    return kept;
  };
  return (
    <>
      <NameForm
        label={w.saveAs}
        initial={onScreen?.name ?? name}
        act={w.save}
        keep={(as) => keep(as, false)}
        replace={(as) => keep(as, true)}
      />
      <p role="status">{done !== null && fill(w.saved, { name: done })}</p>
    </>
  );
}

/** What was deleted last, with the way back. */
function Removed() {
  const bench = useBench();
  const { words, fill } = useSpeech();
  const removed = useTowers((towers) => towers.removed);
  return (
    <p role="status" className="towers-removed">
      {removed && (
        <>
          {fill(words.drawings.removed, { name: removed.name })}{' '}
          <button type="button" className="quiet" onClick={() => void bench.putBackTowers()}>
            {words.header.undo}
          </button>
        </>
      )}
    </p>
  );
}

/** The browser keeps nothing: said as long as it is so, with a way to keep the drawing. */
function Unstored() {
  const bench = useBench();
  const speech = useSpeech();
  const { words, fill } = speech;
  const unstored = useTowers((towers) => towers.unstored);
  const hasDocument = useDocument() !== null;
  if (!unstored) return null;
  return (
    <div className="towers-unstored" role="alert">
      <p className="wrong">{fill(words.drawings.unstored, { reason: failureSentence(unstored, speech) })}</p>
      {hasDocument && (
        <button type="button" onClick={() => saveFile(bench.exportTowers())}>
          {words.drawings.takeHome}
        </button>
      )}
    </div>
  );
}
