/** What the screen may do to the drawing. */
import { useMemo } from 'react';
import { useBench } from '../lab';
import { editsOf, type Edits } from './edits';

export function useEdits(): Edits {
  const bench = useBench();
  return useMemo(() => editsOf(bench), [bench]);
}
