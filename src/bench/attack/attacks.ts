/** All attacks, by area. */
import { AREAS, type Area, type Attack } from './attack';
import { commands } from './commands/commands';
import { files } from './files/files';
import { weights } from './weights';
import { writing } from './writing';

export interface Placed extends Attack {
  area: Area;
}

const BY_AREA: Readonly<Record<Area, readonly Attack[]>> = { files, commands, writing, weights };

export const attacks: readonly Placed[] = AREAS.flatMap((area) => BY_AREA[area].map((attack) => ({ ...attack, area })));
