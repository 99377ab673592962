/** The drawing's edges as edges of React Flow, each said in words. */
import { useMemo } from 'react';
import { portName } from '../../words/ports';
import { useSpeech } from '../lab';
import type { RisingEdgeType } from './RisingEdge';
import type { Drawing } from './useDrawing';

export function useBoardEdges(drawing: Drawing | null): RisingEdgeType[] {
  const speech = useSpeech();
  return useMemo<RisingEdgeType[]>(
    () =>
      (drawing?.layout.edges ?? []).map(({ edge, side, shortcut, points }) => ({
        id: `${edge.from.node}.${edge.from.output}>${edge.to.node}.${edge.to.input}`,
        source: edge.from.node,
        target: edge.to.node,
        type: 'rising',
        focusable: false,
        selectable: false,
        ariaLabel: speech.fill(speech.words.flow.edge, {
          from: drawing?.nodes.get(edge.from.node)?.name ?? edge.from.node,
          output: portName(edge.from.output, speech),
          to: drawing?.nodes.get(edge.to.node)?.name ?? edge.to.node,
          input: portName(edge.to.input, speech),
        }),
        data: { side, shortcut, points, weight: drawing?.weights.get(edge) ?? null },
      })),
    [drawing, speech],
  );
}
