/** Towers as a file: what Export writes, and which files Import takes for them. */
import { areTowers, parseTowersOrGraph, type ReadTowers } from '../../model/check/towers';
import { withGraph } from '../../model/edits/document';
import { rebind } from '../../model/edits/rebind';
import { towersFile, type FieldBinding, type Towers } from '../../model/formats/towers/format';
import { LabError, LabRefusal, plainFailure } from '../failure';
import type { Document } from '../stores/graph';
import { exportedFile, type ExportedFile } from '../transfer/exported-file';
import { stemOf } from '../transfer/file-name';
import { parseJson } from '../transfer/weights-file';
import { unlessForeign } from './refusal';

/** Ten times what the largest drawing takes. */
export const MOST_CHARACTERS = 2e6;
/** As the lab writes them; whoever has sorted the keys of a file has parsed it, and it is small. */
const BEGINS = /^\s*\{\s*"format"\s*:\s*"tower-lab\/(towers|graph)"/;

/** @param name 'SENet, wide' */
export const towersAsFile = (name: string, towers: Towers): ExportedFile =>
  exportedFile(`${stemOf(name) || 'graph'}.towers.json`, towersFile(towers));

/** Null where the text is another kind of file. @throws LabRefusal, WeightsError (not-json, cut-short) */
export function readTowersFile(text: string): ReadTowers | null {
  const begins = BEGINS.test(text);
  if (text.length > MOST_CHARACTERS && !begins) return null;
  if (text.length > MOST_CHARACTERS)
    throw new LabRefusal(plainFailure('towers-too-large', {}, { n: text.length, most: MOST_CHARACTERS }));
  const json = begins ? parseJson(text) : jsonIn(text);
  return areTowers(json) ? unlessForeign(parseTowersOrGraph(json)) : null;
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/**
 * Towers from outside as the next document: bound to the fields of the loaded data.
 * @param now whose settings a graph by itself takes
 * @throws LabError (no-data) where nothing is there to take them from
 */
export function documentFrom(
  { graph, settings, fields }: ReadTowers,
  now: Document | null,
  to: readonly FieldBinding[] | undefined,
): Document {
  const bound = to ? rebind(graph, fields, to) : graph;
  if (settings) return { graph: bound, settings };
  if (!now) throw new LabError('no-data', 'a graph without settings, and no document to take them from');
  return withGraph(now, bound);
}
