/** The drawing as nodes of React Flow: the two lanes and the blocks in front of them. */
import { useMemo, type KeyboardEvent, type RefObject } from 'react';
import type { Costs } from '../../model/check/costs';
import type { GraphEdge } from '../../model/document/graph';
import { edgesAt, takesMany } from '../../model/edits/wiring';
import { openSettings } from '../editing/focus';
import { inHand } from '../editor/selection';
import { useCosts } from '../judgement';
import { useBench, useView } from '../lab';
import { useProblems } from '../problems';
import { withHidden, type Drawing } from './drawing';
import { LANE_SIDES } from './layout/geometry';
import type { Layout } from './layout/layout';
import type { BlockData, BoardNode } from './nodes';
import { useBoardKeys } from './useBoardKeys';
import { useGroups } from './useGroups';

type LiveDrawing = Drawing & { isLive: boolean };

/**
 * @param layout of the drawing, or while nodes are dragged the one that they are dragged to
 * @param board the element that holds the nodes, for the arrow keys
 */
export function useBoardNodes(
  drawing: LiveDrawing | null,
  layout: Layout | undefined,
  board: RefObject<HTMLElement | null>,
): BoardNode[] {
  const costs = useCosts();
  const data = useBlockData(drawing, board);
  return useMemo(
    () => (drawing && layout ? [...laneNodes(drawing, layout, costs), ...blockNodes(data, layout)] : []),
    [drawing, layout, data, costs],
  );
}

/** What the blocks show, by node: the same object while nothing of it changes, wherever the block is dragged. */
function useBlockData(
  drawing: LiveDrawing | null,
  board: RefObject<HTMLElement | null>,
): ReadonlyMap<string, BlockData> {
  const { view } = useBench();
  const selected = useView((v) => v.selected);
  const picked = useView((v) => v.picked);
  const problems = useProblems();
  const { toggle } = useGroups();
  const onKeyDown = useBoardKeys(drawing, board);
  return useMemo(() => {
    if (!drawing) return new Map();
    const { hiddenIn, graph } = drawing;
    const shown = selected === null ? null : (hiddenIn.get(selected) ?? selected);
    const tabbable = shown ?? drawing.nodes.keys().next().value;
    return new Map(
      [...drawing.nodes].map(([id, node]): [string, BlockData] => [
        id,
        {
          ...node,
          isLive: drawing.isLive,
          problems: problems.filter(({ nodeId }) => nodeId && (hiddenIn.get(nodeId) ?? nodeId) === id),
          selected: id === shown,
          isPicked: picked.includes(id),
          carried: withHidden(drawing, inHand(graph, picked, id)),
          channel: channelAt(drawing, id),
          block: drawing.blockOf(id),
          tabbable: id === tabbable,
          open: () => openSettings(view, id),
          openMenu: (x: number, y: number) => view.setState({ menu: { node: id, x, y } }),
          toggle,
          onKeyDown: (event: KeyboardEvent) => onKeyDown(event, id),
        },
      ]),
    );
  }, [drawing, selected, picked, problems, view, toggle, onKeyDown]);
}

/** The edge of a node into an input that lays several together, where it is one of several. */
function channelAt({ graph }: Drawing, id: string): GraphEdge | null {
  const edge = graph.edges.find(({ from, to }) => from.node === id && takesMany(graph, to));
  return edge && edgesAt(graph, edge.to).length > 1 ? edge : null;
}

const laneNodes = ({ unusedFields }: Drawing, { lanes }: Layout, costs: Costs | null): BoardNode[] =>
  LANE_SIDES.map((side) => {
    const { x, y, width, height } = lanes[side];
    return {
      id: `lane:${side}`,
      type: 'lane',
      position: { x, y },
      width,
      height,
      selectable: false,
      focusable: false,
      zIndex: -1,
      data: {
        side,
        parameters: costs && (side === 'user' ? costs.ofTower.user : costs.ofTower.item),
        unused: unusedFields[side],
      },
    };
  });

/** Nodes as they were drawn last: React Flow leaves alone what is the same object. */
const drawnOf = new WeakMap<BlockData, BoardNode>();

const blockNodes = (data: ReadonlyMap<string, BlockData>, layout: Layout): BoardNode[] =>
  [...data].flatMap<BoardNode>(([id, block]) => {
    const place = layout.places.get(id);
    if (!place) return [];
    const { x, y, width, height } = place;
    const before = drawnOf.get(block);
    const stands = before?.position.x === x && before.position.y === y;
    if (before && stands && before.width === width && before.height === height) return before;
    const node: BoardNode = { id, type: 'block', className: 'nopan', position: { x, y }, width, height, data: block };
    drawnOf.set(block, node);
    return node;
  });
