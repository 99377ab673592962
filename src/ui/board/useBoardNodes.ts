/** The drawing as nodes of React Flow: the two lanes and the blocks in front of them. */
import { useMemo, type KeyboardEvent, type RefObject } from 'react';
import type { Costs } from '../../model/check/costs';
import { openSettings } from '../editing/focus';
import { useCosts } from '../judgement';
import { useBench, useView } from '../lab';
import { useProblems } from '../problems';
import type { Drawing } from './drawing';
import { LANE_SIDES } from './layout/geometry';
import type { BlockData, BoardNode } from './nodes';
import { useBoardKeys } from './useBoardKeys';
import { useGroups } from './useGroups';

type LiveDrawing = Drawing & { isLive: boolean };

/** @param board the element that holds the nodes, for the arrow keys */
export function useBoardNodes(drawing: LiveDrawing | null, board: RefObject<HTMLElement | null>): BoardNode[] {
  const { view } = useBench();
  const selected = useView((v) => v.selected);
  const problems = useProblems();
  const costs = useCosts();
  const { toggle } = useGroups();
  const onKeyDown = useBoardKeys(drawing, board);
  return useMemo(() => {
    if (!drawing) return [];
    const { hiddenIn } = drawing;
    const shown = selected === null ? null : (hiddenIn.get(selected) ?? selected);
    const tabbable = shown ?? drawing.nodes.keys().next().value;
    const blocks = blockNodes(drawing, (id) => ({
      isLive: drawing.isLive,
      problems: problems.filter(({ nodeId }) => nodeId && (hiddenIn.get(nodeId) ?? nodeId) === id),
      selected: id === shown,
      tabbable: id === tabbable,
      open: () => openSettings(view, id),
      openMenu: (x: number, y: number) => view.setState({ menu: { node: id, x, y } }),
      toggle,
      onKeyDown: (event: KeyboardEvent) => onKeyDown(event, id),
    }));
    return [...laneNodes(drawing, costs), ...blocks];
  }, [drawing, selected, problems, costs, view, toggle, onKeyDown]);
}

const laneNodes = ({ layout, unusedFields }: Drawing, costs: Costs | null): BoardNode[] =>
  LANE_SIDES.map((side) => {
    const { x, y, width, height } = layout.lanes[side];
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

/** What a block needs beside what is drawn of it. */
type Standing = Pick<
  BlockData,
  'isLive' | 'problems' | 'selected' | 'tabbable' | 'open' | 'openMenu' | 'toggle' | 'onKeyDown'
>;

const blockNodes = ({ nodes, layout }: Drawing, standingOf: (id: string) => Standing): BoardNode[] =>
  [...nodes].flatMap<BoardNode>(([id, node]) => {
    const place = layout.places.get(id);
    if (!place) return [];
    const { x, y, width, height } = place;
    return {
      id,
      type: 'block',
      position: { x, y },
      width,
      height,
      data: { ...node, ...standingOf(id) },
    };
  });
