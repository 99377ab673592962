/** Version 2: settings with a header, nothing left out. */
import * as v from 'valibot';
import { defineVersion } from '../versioned';
import { clipNorm, schedule, settingsSchemaV1, type SettingsV1 } from './v1';

const schema = v.strictObject({
  format: v.literal('tower-lab/settings'),
  version: v.literal(2),
  ...settingsSchemaV1.entries,
  clipNorm,
  schedule,
});

export default defineVersion<SettingsV1, v.InferOutput<typeof schema>>({
  schema,
  migrate: (before) => ({ format: 'tower-lab/settings', version: 2, ...before }),
});
