/** The data a command works on: files with the roles of their columns, or a world. */
import { DEFAULT_PROTOCOL, type Protocol } from '../data/dataset';
import { applyColumns } from '../data/roles';
import type { DatasetSummary, Lab } from '../lab/protocol';
import type { Flags } from './arguments';
import { findWorld, WORLD_SEED } from './commands/worlds';
import { openFile } from './input';

/** @throws UsageError, and whatever the lab refuses about a file */
export async function loadData(lab: Lab, flags: Flags, where: string): Promise<DatasetSummary> {
  if (flags.world !== undefined) {
    const { world, events } = findWorld(where, flags.world, flags.events);
    return lab.ask('load', { source: { kind: 'world', id: world.id, events, seed: flags['world-seed'] ?? WORLD_SEED } });
  }
  const open = async (flag: 'log' | 'items' | 'users') => (flags[flag] === undefined ? null : openFile(`--${flag}`, flags[flag]));
  const files = { log: await open('log'), items: await open('items'), users: await open('users') };
  const preview = await lab.ask('preview', { files, dialects: {} });
  const roles = applyColumns(preview.roles, preview.log.columns.map(({ name }) => name), flags.columns ?? []);
  return lab.ask('load', { source: { kind: 'files', roles, protocol: protocolOf(flags) } });
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
