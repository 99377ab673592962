/** `worlds` and `world ID --out FOLDER`: generated data with a known answer. */
import { join } from 'node:path';
import { toCsv } from '../../../data/worlds/tables';
import { worlds } from '../../../data/worlds/worlds';
import { checkEvents, type World } from '../../../data/worlds/world';
import { speech } from '../../speech';
import type { Flags } from '../../flags';
import { UsageError } from '../../usage-error';
import { checkWritable, prepareFolder, print } from '../../output';
import { alignColumns, jsonOf, textOf } from '../../terminal';
import { writeWhole } from '../../whole-file';

const { words } = speech;

export const WORLD_SEED = 1;

export function listWorlds({ json }: Flags): void {
  const rows = worlds.map(({ id, defaultEvents, smallEvents }) => ({
    id,
    events: defaultEvents,
    smallEvents,
    ...words.worlds[id]!,
  }));
  print(
    json
      ? JSON.stringify({ worlds: rows })
      : textOf([
          ...alignColumns([
            ['world', 'events', 'small'],
            ...rows.map(({ id, events, smallEvents }) => [id, String(events), String(smallEvents)]),
          ]),
          '',
          ...rows.map(({ id, about }) => `${id}: ${about}`),
        ]),
  );
}

/** @throws UsageError listing the known worlds, or the allowed sizes. */
export function findWorld(where: string, id: string, events: number | undefined): { world: World; events: number } {
  const world = worlds.find((known) => known.id === id);
  if (!world)
    throw new UsageError(
      `${where}: unknown world "${id}"; the worlds are ${worlds.map((known) => known.id).join(', ')}`,
    );
  const size = events ?? world.defaultEvents;
  try {
    checkEvents(id, size);
  } catch (error) {
    throw new UsageError(`--events: ${error instanceof Error ? error.message : String(error)}`);
  }
  return { world, events: size };
}

export function exportWorld(id: string, flags: Flags): void {
  const { world, events } = findWorld('lab world', id, flags.events);
  const folder = flags.out!;
  prepareFolder('--out', folder);
  const { log, items, users } = world.generate({ events, seed: flags['world-seed'] ?? WORLD_SEED });
  const written = [log, items, users].map((table) => ({ file: join(folder, table.fileName), rows: table.rows }));
  for (const { file } of written) checkWritable('--out', file);
  for (const [i, table] of [log, items, users].entries()) writeWhole(written[i]!.file, toCsv(table));
  print(
    flags.json
      ? jsonOf({ world: id, events: log.rows, files: written })
      : textOf(written.map(({ file, rows }) => `${file}: ${rows} rows`)),
  );
}
