import { useCallback } from 'react';
import { useBench } from '../lab';

/** Shows a group of the board in place, or folds it again. */
export function useToggleGroup(): (key: string) => void {
  const { view } = useBench();
  return useCallback(
    (key) =>
      view.setState(({ opened }) => ({
        opened: opened.includes(key) ? opened.filter((known) => known !== key) : [...opened, key],
      })),
    [view],
  );
}
