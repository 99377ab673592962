/** One clock for everything that shows a run: a hand over its steps, which lists and live values follow. */
import { useState, type KeyboardEvent } from 'react';
import { Icon } from '../controls/Icon';
import { useSpeech } from '../lab';
import { useTimeline, type TimelineState } from './useTimeline';
import './timeline.css';

/** Nothing before a run has taken a step. */
export function Timeline() {
  const { words } = useSpeech();
  const timeline = useTimeline();
  const [folded, setFolded] = useState(false);
  if (timeline.last === 0) return null;
  const w = words.timeline;
  const fold = folded ? w.unfold : w.fold;
  return (
    <section className={timeline.at === null ? 'timeline' : 'timeline past'} aria-label={w.label} data-folded={folded}>
      {!folded && (
        <button
          type="button"
          className="icon"
          aria-label={timeline.playing ? w.pause : w.play}
          title={timeline.playing ? w.pause : w.play}
          disabled={timeline.stops.length === 0}
          onClick={timeline.togglePlay}
        >
          <Icon name={timeline.playing ? 'pause' : 'play'} />
        </button>
      )}
      {!folded && <Hand timeline={timeline} />}
      <WhichStep timeline={timeline} />
      <button
        type="button"
        className="live"
        aria-pressed={timeline.at === null}
        title={w.liveHint}
        onClick={timeline.toLive}
      >
        {w.live}
      </button>
      <button
        type="button"
        className="icon"
        aria-label={fold}
        title={fold}
        aria-expanded={!folded}
        onClick={() => setFolded(!folded)}
      >
        <Icon name={folded ? 'up' : 'down'} />
      </button>
    </section>
  );
}

function useStepInWords({ shown, epoch }: TimelineState): string {
  const { words, fill, number } = useSpeech();
  const step = number(shown);
  return epoch === null
    ? fill(words.timeline.step, { step })
    : fill(words.timeline.stepAndEpoch, { step, epoch: number(epoch) });
}

function WhichStep({ timeline }: { timeline: TimelineState }) {
  const { words } = useSpeech();
  const text = useStepInWords(timeline);
  return (
    <span className="which-step" title={words.timeline.about}>
      {text}
    </span>
  );
}

/** Pointers and fingers move a native slider; keys go from stop to stop. */
function Hand({ timeline }: { timeline: TimelineState }) {
  const { words } = useSpeech();
  const { stops, last, at, scrub, move, toFirst, toLive, togglePlay } = timeline;
  const text = useStepInWords(timeline);
  const keys: Readonly<Record<string, () => void>> = {
    ArrowLeft: () => move(-1),
    ArrowDown: () => move(-1),
    ArrowRight: () => move(1),
    ArrowUp: () => move(1),
    PageDown: () => move(-5),
    PageUp: () => move(5),
    Home: toFirst,
    End: toLive,
    ' ': togglePlay,
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const act = keys[event.key];
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act();
  };
  return (
    <div className="hand">
      <Marks stops={stops} last={last} />
      <input
        type="range"
        aria-label={words.timeline.slider}
        aria-valuetext={text}
        title={words.timeline.sliderHint}
        min={0}
        max={last}
        step={1}
        value={at ?? last}
        onChange={(event) => scrub(Number(event.target.value))}
        onKeyDown={onKeyDown}
      />
    </div>
  );
}

/** Snapshots as short strokes, ends of epochs as long ones. */
function Marks({ stops, last }: Pick<TimelineState, 'stops' | 'last'>) {
  return (
    <svg className="marks" aria-hidden="true" viewBox={`0 0 ${last} 2`} preserveAspectRatio="none">
      {stops.map(({ step, epoch }, at) => {
        const isEpoch = epoch === null || epoch > (stops[at - 1]?.epoch ?? 0);
        return (
          <line
            key={step}
            className={isEpoch ? 'epoch' : undefined}
            x1={step}
            x2={step}
            y1={isEpoch ? 0 : 1}
            y2={2}
            vectorEffect="non-scaling-stroke"
          />
        );
      })}
    </svg>
  );
}
