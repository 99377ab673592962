/** `tower-lab/vectors`: what retrieval needs of a trained graph. README.md beside this file describes it. */
import { defineFormat, type AnyVersion } from '../../../model/formats/versioned';
import type { VectorsFile } from '../../transfer/export-vectors';

export const vectorsFormat = defineFormat<VectorsFile>()(
  'tower-lab/vectors',
  import.meta.glob<AnyVersion>(['./v*.ts', '!./*.test.ts'], { eager: true, import: 'default' }),
);
