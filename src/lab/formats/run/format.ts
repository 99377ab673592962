/** `tower-lab/run`: a run with its curves, without its weights. README.md beside this file describes it. */
import { defineFormat, type AnyVersion } from '../../../model/formats/versioned';
import type { Run } from '../../runs/run';
import type { SeriesName } from '../../runs/series';

/** Points of a series; a value that is no finite number is null. */
export interface FileSeries {
  name: SeriesName;
  steps: number[];
  values: (number | null)[];
}

/** Graph and settings have formats of their own, and are read by those. */
export type RunFile = Omit<Run, 'graph' | 'settings'> &
  Record<'graph' | 'settings', unknown> & { series?: FileSeries[] };

export const runFormat = defineFormat<RunFile>()(
  'tower-lab/run',
  import.meta.glob<AnyVersion>(['./v*.ts', '!./*.test.ts'], { eager: true, import: 'default' }),
);
