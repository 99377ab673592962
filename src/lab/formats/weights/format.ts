/** `tower-lab/weights`: the weights of a trained graph. README.md beside this file describes it. */
import { defineFormat, type AnyVersion } from '../../../model/formats/versioned';
import type { WeightsFile } from '../../transfer/weights-file';

/** Graph and settings have formats of their own, and are read by those. */
type Unread = Omit<WeightsFile, 'graph' | 'settings'> & Record<'graph' | 'settings', unknown>;

export const weightsFormat = defineFormat<Unread>()(
  'tower-lab/weights',
  import.meta.glob<AnyVersion>(['./v*.ts', '!./*.test.ts'], { eager: true, import: 'default' }),
);
