/** Version 2: settings with a header, nothing left out. */
import * as v from 'valibot';
import { defineVersion } from '../versioned';
import { clipNorm, schedule, settingsSchemaV1, type SettingsV1 } from './v1';

export const settingsSchemaV2 = v.strictObject({
  format: v.literal('tower-lab/settings'),
  version: v.literal(2),
  ...settingsSchemaV1.entries,
  clipNorm,
  schedule,
});

export type SettingsV2 = v.InferOutput<typeof settingsSchemaV2>;

export default defineVersion<SettingsV1, SettingsV2>({
  schema: settingsSchemaV2,
  migrate: (before) => ({ format: 'tower-lab/settings', version: 2, ...before }),
});
