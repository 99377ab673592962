/** The title of a world in the person's language; a data set of the person's own is called by its file. */
import { useCallback } from 'react';
import { useData, useSpeech } from './lab';

export function useWorldName(): (name: string) => string {
  const { language } = useSpeech();
  const worlds = useData((data) => data.worlds);
  return useCallback((name) => worlds.find(({ id }) => id === name)?.words[language].title ?? name, [worlds, language]);
}
