/** Tells the drag where the board is. */
import { useReactFlow } from '@xyflow/react';
import { useEffect, type RefObject } from 'react';
import { dragging } from '../dragging/store';
import type { Drawing } from './drawing';

export function DragBoard({ drawing, board }: { drawing: Drawing; board: RefObject<HTMLElement | null> }) {
  const { screenToFlowPosition, getZoom } = useReactFlow();
  useEffect(() => {
    dragging.setState({
      board: {
        drawn: drawing,
        toBoard(point) {
          const box = board.current?.getBoundingClientRect();
          const isInside =
            box && point.x >= box.left && point.x <= box.right && point.y >= box.top && point.y <= box.bottom;
          return isInside ? screenToFlowPosition(point) : null;
        },
        zoom: getZoom,
      },
    });
    return () => dragging.setState({ board: null });
  }, [drawing, board, screenToFlowPosition, getZoom]);
  return null;
}
