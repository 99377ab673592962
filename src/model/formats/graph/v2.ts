/** Version 2: a graph says what it was made from, whatever it is titled. */
import * as v from 'valibot';
import { defineVersion } from '../versioned';
import { graphSchemaV1, type GraphV1 } from './v1';

export const graphSchemaV2 = v.strictObject({
  ...graphSchemaV1.entries,
  version: v.literal(2),
  madeFrom: v.optional(
    v.union([
      v.strictObject({ preset: v.string() }),
      v.strictObject({ world: v.string() }),
      v.strictObject({ run: v.string() }),
    ]),
  ),
});

export type GraphV2 = v.InferOutput<typeof graphSchemaV2>;

/** In version 1 a preset could be told by the title it gave its graph, and no preset ever gave another. */
const PRESET_BY_TITLE: Readonly<Record<string, string>> = {
  'Two towers': 'two-tower',
  'Classic two towers': 'classic',
  'SENet two towers': 'senet',
  'Parallel towers': 'parallel',
  'DAT two towers': 'dat',
  'Towers with a short-cut': 'shortcut',
  Que2Search: 'que2search',
  MIND: 'mind',
  'ComiRec-SA': 'comirec',
  SDM: 'sdm',
  'SDM, short and long term apart': 'sdm-split',
};

export default defineVersion<GraphV1, GraphV2>({
  schema: graphSchemaV2,
  migrate(before) {
    const preset = Object.hasOwn(PRESET_BY_TITLE, before.title) ? PRESET_BY_TITLE[before.title] : undefined;
    return { ...before, version: 2, ...(preset === undefined ? {} : { madeFrom: { preset } }) };
  },
});
