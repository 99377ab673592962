/** What each panel gives to the gallery, by its id, or by `<panel>-<what>`. */
import type { PanelScenes } from './scene';

const modules = import.meta.glob<PanelScenes>('../panels/*/gallery*.ts', { eager: true, import: 'default' });

export const scenesOf: ReadonlyMap<string, PanelScenes> = new Map(
  Object.entries(modules).map(([path, scenes]) => {
    const [panel = '', file = ''] = path.split('/').slice(-2);
    return [file.replace(/^gallery(.*)\.ts$/, `${panel}$1`), scenes];
  }),
);

/** The panel on which a scene is shown. */
export const panelOfScene = (id: string): string => id.split('-')[0]!;
