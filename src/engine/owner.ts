/** On whose behalf kernels run: a node of a graph, in its forward pass and in the gradients that come back for it. */
import { engineInternals, type TapeEntry } from './tfjs-internals';

let owner: string | null = null;

/** Null where nobody asked for it by name. */
export const currentOwner = (): string | null => owner;

function as<T>(name: string, work: () => T): T {
  const outer = owner;
  owner = name;
  try {
    return work();
  } finally {
    owner = outer;
  }
}

/** Whatever `work` runs is its owner's, and whatever the gradients of its operations will run. */
export function ownedBy<T>(name: string, work: () => T): T {
  const { state } = engineInternals();
  const from = state.activeTape?.length ?? 0;
  try {
    return as(name, work);
  } finally {
    for (const entry of state.activeTape?.slice(from) ?? []) own(entry, name);
  }
}

function own(entry: TapeEntry, name: string): void {
  const { gradient } = entry;
  if (!gradient) return;
  entry.gradient = (dys) =>
    Object.fromEntries(
      Object.entries(as(name, () => gradient(dys))).map(([input, make]) => [input, () => as(name, make)]),
    );
}
