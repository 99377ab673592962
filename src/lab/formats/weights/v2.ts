/** Version 2: the run with its curves and its result, so that they are there again after an import. */
import * as v from 'valibot';
import { defineVersion } from '../../../model/formats/versioned';
import { resultSchemaV1, seriesSchemaV1 } from '../run/v1';
import { weightsSchemaV1, type WeightsV1 } from './v1';

const schema = v.object({
  ...weightsSchemaV1.entries,
  version: v.literal(2),
  run: v.object({ ...weightsSchemaV1.entries.run.entries, series: seriesSchemaV1, result: v.nullable(resultSchemaV1) }),
});

export default defineVersion<WeightsV1, v.InferOutput<typeof schema>>({
  schema,
  migrate: (before) => ({ ...before, version: 2, run: { ...before.run, series: [], result: null } }),
});
