/** The data a command works on: files with the roles of their columns, or a world. */
import { DEFAULT_PROTOCOL, type Protocol } from '../data/dataset';
import { applyColumns } from '../data/roles';
import type { Roles } from '../data/table';
import type { Lab } from '../lab/protocol';
import { flagLabels, type FlagLabel } from '../lab/stores/data';
import type { Flags } from './flags';
import { UsageError } from './usage-error';
import { findWorld, WORLD_SEED } from './commands/worlds/worlds';
import { openFile } from './input';
import type { LogPreview } from '../lab/loading/data-source';
import type { DatasetSummary } from '../lab/loading/describe-data';
import { speak } from '../words/words';

/**
 * @param warn told what will be trained on and is hardly meant
 * @throws UsageError, and whatever the lab refuses about a file
 */
export async function loadData(
  lab: Lab,
  flags: Flags,
  where: string,
  warn: (line: string) => void = () => undefined,
): Promise<DatasetSummary> {
  if (flags.world !== undefined) {
    const { world, events } = findWorld(where, flags.world, flags.events);
    return lab.ask('load', {
      source: {
        kind: 'world',
        id: world.id,
        events,
        seed: flags['world-seed'] ?? WORLD_SEED,
        ...(flags.split ? { split: flags.split } : {}),
      },
    });
  }
  const open = async (flag: 'log' | 'items' | 'users') =>
    flags[flag] === undefined ? null : openFile(`--${flag}`, flags[flag]);
  const files = { log: await open('log'), items: await open('items'), users: await open('users') };
  const preview = await lab.ask('preview', { files, dialects: {} });
  const [roles, protocol] = [rolesOf(preview, flags.columns ?? ''), protocolOf(flags)];
  const [label] = flagLabels({ preview, roles });
  if (label && protocol.where === '') warn(zerosTrained(label));
  return lab.ask('load', { source: { kind: 'files', roles, protocol } });
}

function zerosTrained({ column, zeros, ones }: FlagLabel): string {
  const { words, fill, number } = speak('en');
  return fill(words.data.zerosTrained, { column, zeros: number(zeros), rows: number(zeros + ones) });
}

function rolesOf({ roles, log }: LogPreview, columns: string): Roles {
  try {
    return applyColumns(roles, log, columns);
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(`--${error.message}`);
    throw error;
  }
}

export function protocolOf(flags: Flags): Protocol {
  return {
    split: flags.split ?? DEFAULT_PROTOCOL.split,
    repeats: flags.repeats ?? DEFAULT_PROTOCOL.repeats,
    ties: flags.ties ?? DEFAULT_PROTOCOL.ties,
    minItemEvents: flags['min-item-events'] ?? DEFAULT_PROTOCOL.minItemEvents,
    minUserEvents: flags['min-user-events'] ?? DEFAULT_PROTOCOL.minUserEvents,
    keepSeen: flags['keep-seen'] ?? DEFAULT_PROTOCOL.keepSeen,
    where: flags.where ?? DEFAULT_PROTOCOL.where,
  };
}
