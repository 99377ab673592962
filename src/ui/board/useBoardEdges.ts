/** The drawing's edges as edges of React Flow, each said in words. */
import { useMemo } from 'react';
import { portName } from '../../words/ports';
import { useSpeech } from '../lab';
import type { Drawing } from './drawing';
import type { RisingEdgeType } from './RisingEdge';

export function useBoardEdges(drawing: Drawing | null): RisingEdgeType[] {
  const speech = useSpeech();
  return useMemo<RisingEdgeType[]>(
    () =>
      (drawing?.layout.edges ?? []).map(({ edge: drawn, side, shortcut, points }) => {
        const edge = drawing?.edgeOf(drawn) ?? drawn;
        return {
          id: `${edge.from.node}.${edge.from.output}>${edge.to.node}.${edge.to.input}`,
          source: drawn.from.node,
          target: drawn.to.node,
          type: 'rising',
          focusable: false,
          selectable: false,
          ariaLabel: speech.fill(speech.words.flow.edge, {
            from: drawing?.nodes.get(drawn.from.node)?.name ?? drawn.from.node,
            output: portName(drawn.from.output, speech),
            to: drawing?.nodes.get(drawn.to.node)?.name ?? drawn.to.node,
            input: portName(drawn.to.input, speech),
          }),
          data: { edge, side, shortcut, points, weight: drawing?.weights.get(edge) ?? null },
        };
      }),
    [drawing, speech],
  );
}
