/** Zoom and fit: the buttons, and the whole graph in view without them. */
import { getViewportForBounds, useReactFlow, useStore as useFlow } from '@xyflow/react';
import { useCallback, useEffect } from 'react';
import { Icon } from '../controls/Icon';
import { useSpeech } from '../lab';

export const [LEAST_ZOOM, MOST_ZOOM] = [0.2, 1.6];

/** Room for what lies over the board: its bar above, what was done last below. */
const AROUND = { x: 0.03, top: '52px', bottom: '26px' } as const;

/** The whole graph in view: at the start, when it changes its size, when its pane does. */
export function ViewControls({ width, height }: { width: number; height: number }) {
  const { setViewport, zoomIn, zoomOut } = useReactFlow();
  const { words } = useSpeech();
  const paneWidth = useFlow((flow) => flow.width);
  const paneHeight = useFlow((flow) => flow.height);
  const fit = useCallback(() => {
    if (paneWidth > 0 && paneHeight > 0)
      void setViewport(
        getViewportForBounds({ x: 0, y: 0, width, height }, paneWidth, paneHeight, LEAST_ZOOM, MOST_ZOOM, AROUND),
      );
  }, [setViewport, width, height, paneWidth, paneHeight]);
  useEffect(fit, [fit]);
  return (
    <div className="board-controls" role="group" aria-label={words.board.controls}>
      <button
        type="button"
        className="icon"
        aria-label={words.board.zoomIn}
        title={words.board.zoomIn}
        onClick={() => void zoomIn()}
      >
        <Icon name="plus" />
      </button>
      <button
        type="button"
        className="icon"
        aria-label={words.board.zoomOut}
        title={words.board.zoomOut}
        onClick={() => void zoomOut()}
      >
        <Icon name="minus" />
      </button>
      <button type="button" className="icon" aria-label={words.board.fit} title={words.board.fit} onClick={fit}>
        <Icon name="fit" />
      </button>
    </div>
  );
}
