/** A drawing that was neither trained nor saved, as it is kept until it is. */
import * as v from 'valibot';
import { parse } from '../../model/check/parse';
import { parseTowers } from '../../model/check/towers';
import { towersFile } from '../../model/formats/towers/format';
import { linkFormat } from '../formats/link/format';
import type { Shared } from './link';
import { towersRefused } from './refusal';
import { derivation, type Derivation } from './saved';

export interface Draft {
  /** ISO 8601, UTC. */
  savedAt: string;
  from: Derivation | null;
  /** The towers, the world they are drawn on, and the open panel. */
  shown: Shared;
}

/** Twenty times what the largest drawing seen takes; a browser gives a page about five million. */
export const MOST_CHARACTERS = 1e6;

const stored = v.object({
  savedAt: v.pipe(v.string(), v.isoTimestamp()),
  from: v.nullable(derivation),
  shown: v.unknown(),
});

/** What is shown is written as in a share link, which later versions read. @throws DOMException (QuotaExceededError) */
export function draftText({ savedAt, from, shown }: Draft): string {
  const { towers, world, tab } = shown;
  const text = JSON.stringify({
    savedAt,
    from,
    shown: { ...linkFormat.header, towers: towersFile(towers), world, tab },
  });
  if (text.length > MOST_CHARACTERS)
    throw new DOMException(`${text.length} characters of one drawing`, 'QuotaExceededError');
  return text;
}

/**
 * What is wrong with a drawing is no reason to withhold it.
 * @throws LabRefusal (towers): damaged, or of a newer version
 */
export function readDraft(text: string): Draft {
  const envelope = v.safeParse(stored, jsonIn(text));
  if (!envelope.success) throw towersRefused([]);
  const { shown, ...about } = envelope.output;
  const outer = parse(linkFormat, shown, () => '');
  if (!outer.ok) throw towersRefused(outer.problems);
  const towers = parseTowers(outer.value.towers);
  if (!towers.ok) throw towersRefused(towers.problems);
  const { world, tab } = outer.value;
  return { ...about, shown: { towers: towers.value, world, tab } };
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
