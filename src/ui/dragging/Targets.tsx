/** Where the thing in hand may be let go: lit up on the board while it is dragged. */
import { ViewportPortal } from '@xyflow/react';
import type { Drawing } from '../board/drawing';
import { useMemo } from 'react';
import type { Verdict } from '../editor/targets';
import { isOver } from '../editor/drag';
import type { Shape } from '../editor/nearest';
import { keyOf, type Target, type Thing } from '../editor/things';
import { shapesOf } from './shapes';
import { useDrag } from './store';

const NONE: readonly Verdict[] = [];
/** A port as it is lit. */
const PORT = 7;

export function Targets({ drawing }: { drawing: Drawing }) {
  const drag = useDrag((state) => state.drag);
  const targets = drag.phase === 'dragging' ? drag.targets : NONE;
  // Once for a drag, not for each move of the pointer.
  const shapes = useMemo(() => shapesOf(targets, drawing), [targets, drawing]);
  if (drag.phase !== 'dragging' || drag.thing.kind === 'nodes') return null;
  return (
    <ViewportPortal>
      <svg className="drop-targets" aria-hidden="true">
        {shapes
          .filter(
            ({ verdict }) => isOver(drag, verdict.target) || (verdict.legal && lights(drag.thing, verdict.target)),
          )
          .map(({ verdict, shape }) => (
            <Lit
              key={keyOf(verdict.target)}
              shape={shape}
              className={`${verdict.target.kind} ${verdict.legal ? 'legal' : 'refused'} ${isOver(drag, verdict.target) ? 'over' : ''}`}
            />
          ))}
      </svg>
    </ViewportPortal>
  );
}

/** A block fits in so many places that only the edges and the ground are lit before it comes near another. */
const lights = (thing: Thing, { kind }: Target): boolean =>
  thing.kind !== 'block' || kind === 'edge' || kind === 'ground';

function Lit({ shape, className }: { shape: Shape; className: string }) {
  if ('box' in shape) return <rect className={className} {...shape.box} rx={10} />;
  const [first, ...more] = shape.path;
  if (!first) return null;
  if (more.length === 0) return <circle className={className} cx={first.x} cy={first.y} r={PORT} />;
  return <polyline className={className} points={shape.path.map(({ x, y }) => `${x},${y}`).join(' ')} fill="none" />;
}
