/** All panels, in the order of their tabs. */
import type { Panel } from './panel';

export const panels: readonly Panel[] = Object.values(
  import.meta.glob<Panel>('./*/panel.ts', { eager: true, import: 'default' }),
).sort((a, b) => a.place - b.place);

/** The panel of that name, or the first. */
export const panelById = (id: string): Panel => panels.find((panel) => panel.id === id) ?? panels[0]!;

/** The panel that a digit opens. */
export const panelOf = (digit: number): Panel | undefined => panels.find(({ place }) => place === digit);
