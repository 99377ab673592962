/** What there is to say of a share link once it was read: why it was refused, or that its log is not here. */
import { useStore } from 'zustand';
import { refusalSentence } from '../../words/refusals';
import { Note } from '../Banners';
import { useBench, useData, useSpeech } from '../lab';

export function LinkNotes() {
  const { link } = useBench();
  const speech = useSpeech();
  const { words, fill } = speech;
  const refused = useStore(link, (state) => state.refused);
  const needsLog = useStore(link, (state) => state.needsLog);
  const isLog = useData((data) => data.source?.kind === 'files');
  return (
    <>
      {refused && (
        <Note
          role="alert"
          text={fill(words.drawings.refused, { reason: refusalSentence(refused, speech) })}
          dismiss={() => link.setState({ refused: null })}
        />
      )}
      {needsLog && !isLog && (
        <Note role="status" text={words.drawings.needsLog} dismiss={() => link.setState({ needsLog: false })} />
      )}
    </>
  );
}
