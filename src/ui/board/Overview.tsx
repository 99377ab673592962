/** A map of the whole drawing in a corner of the board, while a part of it is out of sight. */
import { MiniMap, useStore as useFlow } from '@xyflow/react';
import type { Side } from '../../model/document/graph';
import type { Place } from './layout/geometry';
import type { BoardNode } from './nodes';

/** What may lie outside before the map comes, in pixels of the screen. */
const TOLERANCE = 8;

const SIZE = { width: 136, height: 92 };

export function Overview({ bounds }: { bounds: Place }) {
  const isPartly = useFlow(({ transform: [x, y, zoom], width, height }) => {
    const [left, top] = [bounds.x * zoom + x, bounds.y * zoom + y];
    return (
      left < -TOLERANCE ||
      top < -TOLERANCE ||
      left + bounds.width * zoom > width + TOLERANCE ||
      top + bounds.height * zoom > height + TOLERANCE
    );
  });
  if (!isPartly) return null;
  return <MiniMap<BoardNode> pannable zoomable style={SIZE} nodeClassName={classOf} nodeBorderRadius={8} />;
}

const classOf = ({ type, data }: BoardNode): string => `${type} ${data.side as Side}`;
