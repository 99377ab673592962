/** All panels, in the order of their tabs. */
import { besideById, ENGLISH } from '../../words/catalog';
import type { Speech } from '../../words/words';
import type { Panel, PanelWords } from './panel';

export const panels: readonly Panel[] = Object.values(
  import.meta.glob<Panel>('./*/panel.ts', { eager: true, import: 'default' }),
).sort((a, b) => a.place - b.place);

const words = besideById(import.meta.glob<Partial<PanelWords>>('./*/words.*.ts', { eager: true, import: 'default' }));

/** What stands on its tab. */
export const titleOf = ({ id }: Pick<Panel, 'id'>, { language }: Pick<Speech, 'language'>): string =>
  words[language]?.[id]?.title ?? words[ENGLISH]?.[id]?.title ?? id;

/** The panel of that name, or the first. */
export const panelById = (id: string): Panel => panels.find((panel) => panel.id === id) ?? panels[0]!;

/** The panel that a digit opens. */
export const panelOf = (digit: number): Panel | undefined => panels.find(({ place }) => place === digit);
