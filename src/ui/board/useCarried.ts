/** The drawing while nodes are dragged: they go along with the pointer, their edges with them. */
import { useMemo } from 'react';
import { moveBy } from '../../model/edits/positions';
import { useDrag } from '../dragging/store';
import { useBench } from '../lab';
import { arranged, relaid, type Drawing } from './drawing';
import { surroundingsOf } from './surroundings';

export function useCarried<D extends Drawing>(drawing: D | null): D | null {
  const bench = useBench();
  const ids = useDrag(({ drag }) => (drag.phase === 'dragging' && drag.thing.kind === 'nodes' ? drag.thing.ids : null));
  const from = useDrag(({ drag }) =>
    drag.phase === 'dragging' && drag.thing.kind === 'nodes' ? drag.thing.from : null,
  );
  const at = useDrag(({ drag }) =>
    drag.phase === 'dragging' && drag.over?.target.kind === 'ground' ? drag.over.target.at : null,
  );
  // Once for a drag: where nodes stand before it.
  const before = useMemo(
    () => (ids && drawing ? arranged(drawing.graph, surroundingsOf(bench)) : null),
    [ids, drawing, bench],
  );
  return useMemo(
    () =>
      drawing && before && ids && from && at
        ? { ...drawing, ...relaid(drawing, moveBy(before, ids, [at[0] - from[0], at[1] - from[1]])) }
        : drawing,
    [drawing, before, ids, from, at],
  );
}
