/** `tower-lab/settings`: how a graph is trained. README.md beside this file describes it. */
import type { Settings } from '../../document/graph';
import { defineFormat, type AnyVersion } from '../versioned';

/** Settings as they lie in a file; in memory they go without the header. */
export interface SettingsFile extends Settings {
  format: 'tower-lab/settings';
  version: number;
}

export const settingsFormat = defineFormat<SettingsFile>()(
  'tower-lab/settings',
  import.meta.glob<AnyVersion>(['./v*.ts', '!./*.test.ts'], { eager: true, import: 'default' }),
);

export const settingsFile = (settings: Settings): SettingsFile => ({ ...settingsFormat.header, ...settings });
