/** Ready-made graphs, by id: a new file in this folder with a default export registers itself. */
import type { Settings, TowerGraph } from '../document/graph';
import type { Schema } from '../document/schema';

export interface Document {
  graph: TowerGraph;
  settings: Settings;
}

export interface Preset {
  id: string;
  /** Among the presets as they are listed: the plain towers first, then what is built upon them. */
  place: number;
  words: { en: { title: string; about: string }; zh: { title: string; about: string } };
  /**
   * It reads pasts alone, and has a problem where a log has none: `time`, or `sessions`, which a column of the log
   * tells apart as well.
   */
  needs?: 'time' | 'sessions';
  /**
   * A document without problems for any data set of this schema, if it has what the preset needs. `width`: of
   * embeddings and towers; without it, one that suits the data.
   */
  build(schema: Schema, options?: { width?: number }): Document;
}

const found = Object.values(
  import.meta.glob<Preset>(['./*.ts', '!./presets.ts', '!./*.test.ts'], { eager: true, import: 'default' }),
);

export const presets: ReadonlyMap<string, Preset> = new Map(
  found.toSorted((a, b) => a.place - b.place).map((preset) => [preset.id, preset]),
);

/** What a graph began as: a preset writes its English title into the graph it draws. */
export const presetOf = ({ title }: TowerGraph): Preset | undefined =>
  [...presets.values()].find(({ words }) => words.en.title === title);

/** @throws for an unknown id, naming the known ones */
export function preset(id: string): Preset {
  const known = presets.get(id);
  if (!known) throw new Error(`Unknown preset "${id}". Known presets: ${[...presets.keys()].sort().join(', ')}.`);
  return known;
}
