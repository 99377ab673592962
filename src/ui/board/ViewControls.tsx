/** Zoom, fit and arrangement: the buttons, and a readable view without them. */
import { getViewportForBounds, useReactFlow, useStore as useFlow, type Viewport } from '@xyflow/react';
import { useEffect, useEffectEvent, useRef, type ReactNode } from 'react';
import { Icon } from '../controls/Icon';
import { useEdits } from '../editing/useEdits';
import { useBench, useDocument, usePlaced, useSpeech, useView } from '../lab';
import type { Document } from '../../lab/stores/graph';
import type { Size } from './layout/geometry';
import type { Layout } from './layout/layout';
import { useGroups } from './useGroups';
import { AROUND, isSameView, LEAST_ZOOM, MOST_ZOOM, readable } from './view';

const MARGIN = { x: 0.03, top: `${AROUND.top}px`, bottom: `${AROUND.bottom}px` } as const;

/** The view that was shown last, and what it was chosen for. */
interface Fitted {
  drawing: Document | null;
  projector: boolean;
  viewport: Viewport;
}

/**
 * Readable at the start, when another drawing takes its place, and when the pane changes its size while nobody has
 * moved the view. An edit leaves the view as it is.
 */
export function ViewControls({ bounds }: { bounds: Layout }) {
  const { getViewport, setViewport, zoomIn, zoomOut } = useReactFlow();
  const { view } = useBench();
  const { words } = useSpeech();
  const edits = useEdits();
  const { toggleAll } = useGroups();
  const placed = usePlaced();
  const isArranged = useDocument()?.graph.arranged ?? false;
  const projector = useView((v) => v.projector);
  const width = useFlow((flow) => flow.width);
  const height = useFlow((flow) => flow.height);
  const fitted = useRef<Fitted | null>(null);
  const showReadable = (pane: Size): void => {
    const viewport = readable(bounds, pane, projector);
    fitted.current = { drawing: placed, projector, viewport };
    void setViewport(viewport);
  };
  const fit = useEffectEvent((drawing: Document | null, pane: Size, isProjected: boolean) => {
    if (!drawing || pane.width === 0 || pane.height === 0) return;
    const last = fitted.current;
    const isOther = last?.drawing !== drawing || last.projector !== isProjected;
    if (isOther || isSameView(last.viewport, getViewport())) showReadable(pane);
  });
  useEffect(() => fit(placed, { width, height }, projector), [placed, width, height, projector]);
  const readableSize = (): void => showReadable({ width, height });
  const showWhole = (): void =>
    void setViewport(getViewportForBounds(bounds, width, height, LEAST_ZOOM, MOST_ZOOM, MARGIN));
  const toggle = (): void => {
    view.setState({ projector: !projector });
  };
  return (
    <div className="board-controls" role="group" aria-label={words.board.controls}>
      <Control needsRoom label={words.board.zoomIn} onClick={() => void zoomIn()}>
        <Icon name="plus" />
      </Control>
      <Control needsRoom label={words.board.zoomOut} onClick={() => void zoomOut()}>
        <Icon name="minus" />
      </Control>
      <Control label={words.board.fit} onClick={readableSize}>
        <Icon name="readable" />
      </Control>
      <Control label={words.board.whole} onClick={showWhole}>
        <Icon name="fit" />
      </Control>
      <Control label={words.board.groups} onClick={toggleAll}>
        <Icon name="unfold" />
      </Control>
      {isArranged && (
        <Control label={words.board.arrange} onClick={edits.arrange}>
          <Icon name="arrange" />
        </Control>
      )}
      <Control
        needsRoom
        label={projector ? words.board.leaveProjector : words.board.projector}
        pressed={projector}
        onClick={toggle}
      >
        <Icon name="screen" />
      </Control>
    </div>
  );
}

/** @param props.needsRoom left out on a phone: two fingers zoom there, and no panel stands beside the board */
function Control(props: {
  label: string;
  pressed?: boolean;
  needsRoom?: boolean;
  onClick(): void;
  children: ReactNode;
}) {
  const { label, pressed, needsRoom, onClick, children } = props;
  return (
    <button
      type="button"
      className={needsRoom ? 'icon needs-room' : 'icon'}
      aria-label={label}
      aria-pressed={pressed}
      title={label}
      onClick={onClick}
    >
      {children}
    </button>
  );
}
