/** Between the board and a side panel: its width by drag, by arrow keys, and back to where it was by a double click. */
import { useRef, type KeyboardEvent, type PointerEvent } from 'react';
import { useBench, useSpeech, useView } from './lab';
import './Splitter.css';

/** Widths in pixels; as wide as the style sheet has it until a person sets one. */
export const BOUNDS = { left: [200, 480], right: [320, 720] } as const;
const STEP = 16;

export function Splitter({ side }: { side: 'left' | 'right' }) {
  const { view } = useBench();
  const { words } = useSpeech();
  const width = useView((v) => v.widths[side]);
  const handle = useRef<HTMLDivElement>(null);
  const [least, most] = BOUNDS[side];
  const panelWidth = (): number => handle.current?.parentElement?.getBoundingClientRect().width ?? least;
  const set = (to: number | null): void => {
    view.setState(({ widths }) => ({
      widths: { ...widths, [side]: to === null ? null : Math.round(Math.min(most, Math.max(least, to))) },
    }));
  };
  const towards = side === 'left' ? 1 : -1;

  const drag = (event: PointerEvent): void => {
    event.preventDefault();
    const [start, before] = [event.clientX, panelWidth()];
    const target = event.currentTarget as HTMLElement;
    target.setPointerCapture(event.pointerId);
    const move = ({ clientX }: globalThis.PointerEvent): void => set(before + towards * (clientX - start));
    const end = (): void => target.removeEventListener('pointermove', move);
    target.addEventListener('pointermove', move);
    target.addEventListener('lostpointercapture', end, { once: true });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const by = { ArrowLeft: -STEP, ArrowRight: STEP }[event.key];
    const to = by === undefined ? { Home: least, End: most }[event.key] : panelWidth() + towards * by;
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    set(to);
  };

  return (
    <div
      ref={handle}
      className="splitter"
      data-side={side}
      role="separator"
      aria-orientation="vertical"
      aria-label={words.board.widthOf[side]}
      aria-valuemin={least}
      aria-valuemax={most}
      aria-valuenow={width ?? (side === 'left' ? 240 : 416)}
      tabIndex={0}
      onPointerDown={drag}
      onDoubleClick={() => set(null)}
      onKeyDown={onKeyDown}
    />
  );
}
