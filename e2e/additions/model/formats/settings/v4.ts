/** Version 4: settings with a note. */
import * as v from 'valibot';
import type { Settings } from '../../document/graph';
import { defineVersion } from '../versioned';

const schema = v.looseObject({
  format: v.literal('tower-lab/settings'),
  version: v.literal(4),
  note: v.optional(v.string(), ''),
});

export default defineVersion<Settings, v.InferOutput<typeof schema>>({
  schema,
  migrate: (before) => ({ ...before, format: 'tower-lab/settings', version: 4, note: '' }),
});
