/** `tower-lab/towers`: a drawing by itself, without weights. README.md beside this file describes it. */
import type { FieldSpec } from '../../../data/dataset';
import type { Settings, TowerGraph } from '../../document/graph';
import { settingsFile, type SettingsFile } from '../settings/format';
import { defineFormat, type AnyVersion } from '../versioned';

/** Whose a field is, and whether it holds ids: by that it is found in other data. */
export type FieldBinding = Pick<FieldSpec, 'name' | 'owner' | 'kind'>;

/** A graph and its settings as they travel from one data set to another. */
export interface Towers {
  graph: TowerGraph;
  settings: Settings;
  /** Of the data they were drawn for, those that their tables embed. */
  fields: FieldBinding[];
}

export interface TowersFile extends Omit<Towers, 'settings'> {
  format: 'tower-lab/towers';
  version: number;
  settings: SettingsFile;
}

/** Graph and settings are read by their own formats. */
export const towersFormat = defineFormat<
  Omit<TowersFile, 'graph' | 'settings'> & Record<'graph' | 'settings', object>
>()('tower-lab/towers', import.meta.glob<AnyVersion>(['./v*.ts', '!./*.test.ts'], { eager: true, import: 'default' }));

export const towersFile = ({ graph, settings, fields }: Towers): TowersFile => ({
  ...towersFormat.header,
  graph,
  settings: settingsFile(settings),
  fields,
});

/** @param fields of the loaded data */
export function towersOf(
  { graph, settings }: Pick<Towers, 'graph' | 'settings'>,
  fields: readonly FieldBinding[],
): Towers {
  const read = new Set(graph.tables.map(({ field }) => field));
  return {
    graph,
    settings,
    fields: fields.flatMap(({ name, owner, kind }) => (read.has(name) ? [{ name, owner, kind }] : [])),
  };
}
