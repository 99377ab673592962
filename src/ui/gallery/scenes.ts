/** What each panel gives to the gallery, by its id. */
import type { PanelScenes } from './scene';

const modules = import.meta.glob<PanelScenes>('../panels/*/gallery.ts', { eager: true, import: 'default' });

export const scenesOf: ReadonlyMap<string, PanelScenes> = new Map(
  Object.entries(modules).map(([path, scenes]) => [path.split('/').at(-2)!, scenes]),
);
