/** `tower-lab/checkpoint`: the first line of the file a run goes on from. README.md beside this file describes it. */
import { defineFormat, type AnyVersion } from '../../../model/formats/versioned';

/** Places in `arrays` of the values of each weight. */
type Places = Record<string, number>;
interface BestPlaces {
  stage: number;
  step: number;
  value: number;
  weights: Places;
}

export interface CheckpointHeader {
  format: 'tower-lab/checkpoint';
  version: number;
  run: string;
  /** Flags that bring the data of the run: arguments of the command line. */
  command: string[];
  step: number;
  stage: number;
  stageStart: number;
  sinceBest: number;
  weights: Places;
  moments: Record<string, number[]>;
  best: BestPlaces | null;
  kept: BestPlaces | null;
  /** Floats of each array, in the order in which they follow. */
  arrays: number[];
}

export const checkpointFormat = defineFormat<CheckpointHeader>()(
  'tower-lab/checkpoint',
  import.meta.glob<AnyVersion>(['./v*.ts', '!./*.test.ts'], { eager: true, import: 'default' }),
);
