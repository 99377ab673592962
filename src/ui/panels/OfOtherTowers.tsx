/** Which towers the figures of a panel are of, where others are drawn by now. */
import { useRun, useSpeech } from '../lab';
import { useTowersTitle } from '../origin';
import { useTrained } from '../trained';
import './OfOtherTowers.css';

export function OfOtherTowers() {
  const speech = useSpeech();
  const { words, fill } = speech;
  const trained = useTrained();
  const { name, changes } = useTowersTitle(trained?.graph, speech);
  const hasFigures = useRun(({ curves, progress }) => progress.step > 0 || Object.keys(curves).length > 0);
  if (!trained || trained.isDrawn || !hasFigures) return null;
  const title = [name, changes].filter(Boolean).join(' ');
  return (
    <p className="of-others" role="note">
      {fill(words.tabs.ofOthers, { title })}
    </p>
  );
}
