/** Towers that a person keeps in this browser, each under a name of its own. */
import * as v from 'valibot';
import { parseTowers } from '../../model/check/towers';
import type { Schema } from '../../model/document/schema';
import { changesFrom, type Changes } from '../../model/edits/changes-from';
import { towersFile, type Towers } from '../../model/formats/towers/format';
import { differences } from '../../model/edits/differences';
import { presetOf, type Document } from '../../model/presets/presets';

/** What a drawing was made from, and what has become of it; `changes` is null where nothing has. */
export interface Derivation {
  /** The id of a preset, or what a run was called. */
  base: { preset: string } | { run: string };
  changes: Changes | null;
}

export interface SavedTowers {
  name: string;
  /** ISO 8601, UTC. */
  savedAt: string;
  /** Told when they were saved: on other data a preset draws other towers. */
  from: Derivation | null;
  /** Titled as they are called. */
  towers: Towers;
}

const ids = v.array(v.string());
/** Of a `Derivation`, as a storage keeps it. */
export const derivation = v.object({
  base: v.union([v.strictObject({ preset: v.string() }), v.strictObject({ run: v.string() })]),
  changes: v.nullable(v.object({ added: ids, removed: ids })),
});
const stored = v.object({
  name: v.pipe(v.string(), v.minLength(1)),
  savedAt: v.pipe(v.string(), v.isoTimestamp()),
  from: v.nullable(derivation),
  towers: v.unknown(),
});

/** As a storage keeps them: in the format of their file, which later versions read. */
export type StoredTowers = v.InferOutput<typeof stored>;
export const storedTowers = (saved: SavedTowers): StoredTowers => ({ ...saved, towers: towersFile(saved.towers) });

/** Null where they are damaged, or of a newer version. What is wrong with a drawing is no reason to withhold it. */
export function readSaved(value: unknown): SavedTowers | null {
  const read = v.safeParse(stored, value);
  if (!read.success) return null;
  const towers = parseTowers(read.output.towers);
  return towers.ok ? { ...read.output, towers: towers.value } : null;
}

export const called = (saved: SavedTowers, name: string): SavedTowers => ({
  ...saved,
  name,
  towers: { ...saved.towers, graph: { ...saved.towers.graph, title: name } },
});

/**
 * @param schema of the loaded data
 * @param run on screen, which a drawing without a preset is compared with
 */
export function derivationOf(
  document: Document,
  schema: Schema | undefined,
  run: { title: string; document: Document } | null,
): Derivation | null {
  const preset = presetOf(document.graph);
  if (preset && schema) return { base: { preset: preset.id }, changes: changesSince(preset.build(schema), document) };
  return run && { base: { run: run.title }, changes: changesSince(run.document, document) };
}

/** Other settings of the same towers are a change too. */
const changesSince = (base: Document, now: Document): Changes | null =>
  changesFrom(base.graph, now.graph) ?? (differences(base, now).length > 0 ? { added: [], removed: [] } : null);
