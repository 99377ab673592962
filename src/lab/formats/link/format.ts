/** `tower-lab/link`: what a share link holds. README.md beside this file describes it. */
import type { SplitRule } from '../../../data/dataset';
import { defineFormat, type AnyVersion } from '../../../model/formats/versioned';

/** A generated log: the same for everyone who has these numbers. */
export interface SharedWorld {
  id: string;
  events: number;
  seed: number;
  split?: SplitRule | undefined;
  weight?: string | undefined;
}

export interface LinkFile {
  format: 'tower-lab/link';
  version: number;
  /** `tower-lab/towers`, read by its own format. */
  towers: object;
  /** Null where they were drawn for an uploaded log. */
  world: SharedWorld | null;
  /** The id of the open panel. */
  tab: string;
}

export const linkFormat = defineFormat<LinkFile>()(
  'tower-lab/link',
  import.meta.glob<AnyVersion>(['./v*.ts', '!./*.test.ts'], { eager: true, import: 'default' }),
);
