/** Nodes as a text of the clipboard, and back: a text may come from anywhere. */
import { MAX_NODES, parseGraph } from '../../model/check/parse';
import type { TowerGraph } from '../../model/document/graph';
import type { Problem } from '../../model/document/problem';
import { clip } from '../../model/edits/clipping';
import { problemSentence } from '../../words/sentences';
import type { Speech } from '../../words/words';

const FORMAT = 'tower-lab/nodes';
const VERSION = 1;
/** Characters; a graph of 500 nodes has some 200,000. */
const MOST = 4_000_000;
/** Coordinates of a document; a drawing has a few thousand. */
const FARTHEST = 1_000_000;

/** Why a text is no nodes, or none that this graph takes. */
export type PasteFault =
  | { code: 'empty' | 'too-long' | 'not-json' | 'not-ours' | 'newer' }
  | { code: 'broken'; problem: Problem }
  | { code: 'twice' | 'dangling' | 'far'; id: string }
  | { code: 'full'; nodes: number };

/** `tower-lab/nodes`, version 1: a graph in its own format, of these nodes, the edges among them and their tables. */
export const textOf = (graph: TowerGraph, ids: readonly string[]): string =>
  JSON.stringify({ format: FORMAT, version: VERSION, graph: clip(graph, ids) });

/** @param into the graph they are meant for */
export function nodesIn(
  text: string,
  into: TowerGraph,
): { ok: true; clipping: TowerGraph } | { ok: false; fault: PasteFault } {
  const fault = (found: PasteFault): { ok: false; fault: PasteFault } => ({ ok: false, fault: found });
  if (text.trim() === '') return fault({ code: 'empty' });
  if (text.length > MOST) return fault({ code: 'too-long' });
  const found = jsonIn(text);
  if (found === undefined) return fault({ code: 'not-json' });
  if (!isRecord(found) || found['format'] !== FORMAT) return fault({ code: 'not-ours' });
  const { version } = found;
  if (typeof version === 'number' && version > VERSION) return fault({ code: 'newer' });
  const parsed = version === VERSION ? parseGraph(found['graph']) : null;
  if (!parsed) return fault({ code: 'not-ours' });
  if (!parsed.ok) {
    const [problem] = parsed.problems;
    return problem && problem.code !== 'newer-version' ? fault({ code: 'broken', problem }) : fault({ code: 'newer' });
  }
  const wrong = faultOf(parsed.value, into);
  return wrong ? fault(wrong) : { ok: true, clipping: parsed.value };
}

/** What the form does not tell. */
function faultOf({ nodes, tables, edges }: TowerGraph, into: TowerGraph): PasteFault | null {
  if (nodes.length === 0) return { code: 'empty' };
  const total = into.nodes.length + nodes.length;
  if (total > MAX_NODES) return { code: 'full', nodes: total };
  const ids = nodes.map(({ id }) => id);
  const twice = [ids, tables.map(({ id }) => id)].flatMap((all) => all.filter((id, at) => all.indexOf(id) !== at));
  if (twice[0] !== undefined) return { code: 'twice', id: twice[0] };
  const known = new Set(ids);
  const dangling = edges.flatMap(({ from, to }) => [from.node, to.node]).find((id) => !known.has(id));
  if (dangling !== undefined) return { code: 'dangling', id: dangling };
  const far = nodes.find(({ at }) => at.some((coordinate) => Math.abs(coordinate) > FARTHEST));
  return far ? { code: 'far', id: far.id } : null;
}

export function pasteFaultSentence(fault: PasteFault, speech: Speech): string {
  const template = speech.words.editing.pasteFault[fault.code];
  switch (fault.code) {
    case 'broken':
      return speech.fill(template, { reason: problemSentence(fault.problem, speech) });
    case 'twice':
    case 'dangling':
    case 'far':
      return speech.fill(template, { id: fault.id });
    case 'full':
      return speech.fill(template, { nodes: fault.nodes, most: MAX_NODES });
    default:
      return template;
  }
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
