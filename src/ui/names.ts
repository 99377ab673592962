/** The title of a world in the person's language; a data set of the person's own is called by its file. */
import { useCallback } from 'react';
import { useSpeech } from './lab';

export function useWorldName(): (name: string) => string {
  const { words } = useSpeech();
  return useCallback((name) => words.worlds[name]?.title ?? name, [words]);
}
