import type { World } from './world';

const modules = import.meta.glob<World>('./*/world.ts', { eager: true, import: 'default' });

/** Every world, by id. A folder with a `world.ts` is a world; nothing else names it. */
export const worlds: readonly World[] = Object.values(modules).sort((a, b) => (a.id < b.id ? -1 : 1));

/** @throws Error listing the known ids. */
export function worldById(id: string): World {
  const world = worlds.find((known) => known.id === id);
  if (!world) throw new Error(`unknown world "${id}"; known: ${worlds.map((known) => known.id).join(', ')}`);
  return world;
}
