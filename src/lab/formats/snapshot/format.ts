/** `tower-lab/snapshot`: what the towers showed at a step of a run. README.md beside this file describes it. */
import { defineFormat, type AnyVersion } from '../../../model/formats/versioned';
import type { InterestsInNumbers } from '../../evaluate/interest-lists';
import type { ListInNumbers } from '../../evaluate/retrieve';

/** Item vectors and those of the person whose list it is; base64 of float32, little-endian. */
export interface VectorSample {
  width: number;
  /** Whose vectors they are, as indices into the catalogue. */
  items: number[];
  /** [items, width] */
  itemVectors: string;
  /** [interests, width]; empty without a person. */
  userVectors: string;
}

export interface Snapshot {
  format: 'tower-lab/snapshot';
  version: number;
  step: number;
  /** Whole epochs that were done. */
  epoch: number;
  /** Of one person; null where the data set has none to ask for. */
  list: ListInNumbers | null;
  /** The same person's; null too where the graph has one vector of a user. */
  interests: InterestsInNumbers | null;
  vectors: VectorSample;
}

export const snapshotFormat = defineFormat<Snapshot>()(
  'tower-lab/snapshot',
  import.meta.glob<AnyVersion>(['./v*.ts', '!./*.test.ts'], { eager: true, import: 'default' }),
);
