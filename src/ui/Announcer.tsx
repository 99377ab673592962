/**
 * What a screen reader is told: turns of the phase, an epoch every fifteen seconds at most, and what a person did to
 * the drawing.
 */
import { useEffect, useState } from 'react';
import { isResting } from '../lab/stores/run';
import { useBench, useSpeech } from './lab';
import { useWorldName } from './names';

export const EPOCH_INTERVAL_MS = 15_000;

export function Announcer() {
  const { run, data, view } = useBench();
  const { language, words, fill, number } = useSpeech();
  const worldName = useWorldName();
  const [text, setText] = useState('');
  useEffect(() => {
    let lastEpoch = -Infinity;
    const endRun = run.subscribe((now, before) => {
      const [phase, old] = [now.progress.phase, before.progress.phase];
      if (phase !== old) {
        if (phase === 'training') setText(old === 'paused' ? words.announce.resumed : words.announce.started);
        if (phase === 'paused') setText(fill(words.announce.paused, { step: now.progress.step }));
        if (old === 'stopping' && isResting(phase)) setText(words.announce.stopped);
      } else if (
        phase === 'training' &&
        now.progress.epoch !== before.progress.epoch &&
        Date.now() - lastEpoch > EPOCH_INTERVAL_MS
      ) {
        lastEpoch = Date.now();
        setText(
          fill(words.announce.epoch, {
            epoch: now.progress.epoch,
            loss: number(now.curves.loss?.values.at(-1) ?? 0, 2),
          }),
        );
      }
      if (now.recovered && now.recovered !== before.recovered)
        setText(fill(words.announce.recovered, { step: now.recovered.step }));
      if (now.result && now.result !== before.result)
        setText(fill(words.announce.done, { hr: number(now.result.metrics['hr@10'] ?? 0, 3) }));
    });
    const endData = data.subscribe((now, before) => {
      if (now.summary && now.summary !== before.summary)
        setText(fill(words.announce.loaded, { name: worldName(now.summary.name) }));
    });
    const endView = view.subscribe(({ notice }, { notice: old }) => {
      if (notice && notice !== old) setText(notice.text[language] ?? '');
    });
    return () => {
      endView();
      endRun();
      endData();
    };
  }, [run, data, view, worldName, language, words, fill, number]);
  return (
    <div className="sr-only" role="status">
      {text}
    </div>
  );
}
