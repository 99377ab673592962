/** Version 3: and how tables are stored. */
import * as v from 'valibot';
import { defineVersion } from '../versioned';
import { settingsSchemaV2, type SettingsV2 } from './v2';

const schema = v.strictObject({
  ...settingsSchemaV2.entries,
  version: v.literal(3),
  tablePrecision: v.picklist(['float32', 'float16']),
});

export default defineVersion<SettingsV2, v.InferOutput<typeof schema>>({
  schema,
  migrate: (before) => ({ ...before, version: 3, tablePrecision: 'float32' }),
});
