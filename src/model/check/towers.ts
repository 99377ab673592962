/** Towers from outside, of any origin: a file, a link, a storage. */
import { towersFormat, type FieldBinding, type Towers } from '../formats/towers/format';
import type { Settings, TowerGraph } from '../document/graph';
import type { Problem } from '../document/problem';
import { parse, parseGraph, parseSettings, type Parsed } from './parse';
import { validate } from './validate';

/** Without settings and fields where the file is a graph by itself. */
export interface ReadTowers {
  graph: TowerGraph;
  settings: Settings | null;
  fields: FieldBinding[];
}

/** Whether it is meant to be towers: a file of theirs, a graph, or a pair of graph and settings. */
export function areTowers(input: unknown): input is object {
  if (typeof input !== 'object' || input === null) return false;
  const { format, tensors } = input as Record<string, unknown>;
  if (format !== undefined) return format === towersFormat.name || format === 'tower-lab/graph';
  return tensors === undefined && ('graph' in input || 'nodes' in input);
}

/** Towers in full, as a link and a storage hold them. The problems are those of `parseGraph` and `parseSettings`. */
export function parseTowers(input: unknown): Parsed<Towers> {
  const parsed = parse(towersFormat, input, () => '');
  if (!parsed.ok) return parsed;
  const { graph, settings, fields } = parsed.value;
  const read = parseParts(graph, settings);
  return read.ok ? { ok: true, value: { graph: read.value.graph, settings: read.value.settings!, fields } } : read;
}

/** The same, or a graph alone, or one with its settings, as other programs write them. */
export function parseTowersOrGraph(input: unknown): Parsed<ReadTowers> {
  const { format, ...pair } = (typeof input === 'object' && input !== null ? input : {}) as Record<string, unknown>;
  if (format === towersFormat.name) return parseTowers(input);
  return 'graph' in pair ? parseParts(pair['graph'], pair['settings']) : parseParts(input);
}

function parseParts(graph: unknown, settings?: unknown): Parsed<ReadTowers> {
  const own = parseGraph(graph);
  if (!own.ok) return own;
  const read = settings === undefined ? ({ ok: true, value: null } as const) : parseSettings(settings);
  return read.ok ? { ok: true, value: { graph: own.value, settings: read.value, fields: [] } } : read;
}

/** What no hand has drawn on any data: of another version of the lab, or made to do harm. What follows comes last. */
const FOREIGN: readonly Problem['code'][] = [
  'unknown-block',
  'duplicate-id',
  'cycle',
  'wrong-side',
  'crosses-sides',
  'bad-param',
  'unknown-output',
  'unknown-input',
];

/** Problems that do not come from the data, nor from a drawing that is not finished. */
export const foreignProblems = (graph: TowerGraph): Problem[] => {
  const { problems } = validate(graph, { fields: [], hasTime: true, hasSessions: true });
  return FOREIGN.flatMap((foreign) => problems.filter(({ code }) => code === foreign));
};
