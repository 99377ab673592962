/** What there is to say of drawings that were not saved: one came back, one was left behind, this one is not kept. */
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { refusalSentence } from '../../words/refusals';
import { failureSentence } from '../../words/sentences';
import { inEveryLanguage } from '../../words/words';
import { saveFile } from '../controls/save-file';
import { useBench, useSpeech } from '../lab';

export function DraftNotes() {
  return (
    <>
      <Restored />
      <Offered />
      <Unstored />
    </>
  );
}

/** A notice, as of any other step that can be undone. */
function Restored() {
  const { drafts, view } = useBench();
  const restored = useStore(drafts, (state) => state.restored);
  useEffect(() => {
    if (restored === null) return;
    const text = inEveryLanguage(({ words, fill, dateTime }) =>
      fill(words.drawings.draftBack, { at: dateTime(Date.parse(restored)) }),
    );
    view.setState({ notice: { text, undo: true } });
    drafts.setState({ restored: null });
  }, [restored, drafts, view]);
  return null;
}

/** One at a time, the newest first. */
function Offered() {
  const bench = useBench();
  const speech = useSpeech();
  const { words, fill, dateTime } = speech;
  const w = words.drawings;
  const offered = useStore(bench.drafts, (state) => state.offered[0]);
  if (!offered) return null;
  return (
    <div className="banner" role="status">
      <p>
        {'draft' in offered
          ? fill(w.draftLeft, {
              at: dateTime(Date.parse(offered.draft.savedAt)),
              title: offered.draft.shown.towers.graph.title.slice(0, 120),
            })
          : fill(w.draftRefused, { reason: refusalSentence(offered.refused, speech) })}
      </p>
      <div className="banner-tools">
        {'draft' in offered && (
          <button type="button" onClick={() => bench.openDraft(offered.id)}>
            {w.draftOpen}
          </button>
        )}
        <button type="button" className="plain" onClick={() => bench.discardDraft(offered.id)}>
          {w.draftDiscard}
        </button>
      </div>
    </div>
  );
}

/** Said as long as it is so, with a way to keep the drawing. */
function Unstored() {
  const bench = useBench();
  const speech = useSpeech();
  const { words, fill } = speech;
  const unstored = useStore(bench.drafts, (state) => state.unstored);
  if (!unstored) return null;
  return (
    <div className="banner" role="status">
      <p>{fill(words.drawings.draftUnstored, { reason: failureSentence(unstored, speech) })}</p>
      <div className="banner-tools">
        <button type="button" onClick={() => saveFile(bench.exportTowers())}>
          {words.drawings.takeHome}
        </button>
      </div>
    </div>
  );
}
