/**
 * From JSON of any origin to a document or the reasons why it is none. Only the form is checked here, by the formats;
 * `validate` checks the meaning.
 */
import * as v from 'valibot';
import { findBlock } from '../nodes/registry';
import { graphFormat } from '../formats/graph/format';
import { settingsFile, settingsFormat } from '../formats/settings/format';
import type { Format } from '../formats/versioned';
import type { Settings, TowerGraph } from '../document/graph';
import type { Problem } from '../document/problem';
import { problemsOfSettings } from '../document/optimizer-groups';

/** A screen of nodes is a few dozen; judging and drawing take time with the square of their number. */
export const MAX_NODES = 500;
/** No parameter is nested as deep as this; the schemas descend by recursion. */
const MAX_DEPTH = 64;

export type Parsed<T> = { ok: true; value: T } | { ok: false; problems: Problem[] };

/**
 * The document as the newest version of its format, with former block ids replaced by today's; or `newer-version`; or
 * one `bad-param` per fault, at its node where it has one, `field` being the path; or `too-many-nodes`, `too-deep`.
 */
export function parseGraph(input: unknown): Parsed<TowerGraph> {
  const nodes = nodesOf(input).length;
  if (nodes > MAX_NODES)
    return { ok: false, problems: [{ nodeId: '', code: 'too-many-nodes', values: { nodes, most: MAX_NODES } }] };
  const parsed = parse(graphFormat, input, (path) => (path[0] === 'nodes' ? nameOf(input, path[1]) : ''));
  if (!parsed.ok) return parsed;
  return {
    ok: true,
    value: {
      ...parsed.value,
      nodes: parsed.value.nodes.map((node) => ({ ...node, block: findBlock(node.block)?.id ?? node.block })),
    },
  };
}

/**
 * Settings without their header; or `newer-version`; or one `bad-param` per fault with node id '' and the path as
 * `field`; where the form is right, what `problemsOfSettings` says.
 */
export function parseSettings(input: unknown): Parsed<Settings> {
  const parsed = parse(settingsFormat, input, () => '');
  if (!parsed.ok) return parsed;
  const { format: _, version: __, ...settings } = parsed.value;
  const problems = problemsOfSettings(settings);
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value: settings };
}

/** The same of settings that are held without a header, which are of the newest version. */
export const checkSettings = (settings: Settings): Parsed<Settings> => parseSettings(settingsFile(settings));

/** One format, its faults said as problems. @param nodeOf the node that a path leads into, or "" */
export function parse<T>(
  format: Format<string, T>,
  input: unknown,
  nodeOf: (path: readonly (string | number)[]) => string,
): Parsed<T> {
  if (isDeep(input)) return { ok: false, problems: [tooDeep(input)] };
  const reading = format.read(input);
  if (reading.ok) return reading;
  if (reading.newer !== null) {
    const values = { version: reading.newer, known: format.header.version };
    return { ok: false, problems: [{ nodeId: '', field: 'version', code: 'newer-version', values }] };
  }
  const problems = reading.issues.map((issue): Problem => {
    const path = (issue.path ?? []).map(({ key }) => (typeof key === 'number' ? key : String(key)));
    const field = path.join('.');
    // An unknown key is "expected never": the key is what was received, and nothing is allowed there.
    const unknownKey = issue.type === 'strict_object' && issue.expected === 'never';
    const got = unknownKey ? String(path.at(-1)) : issue.received === 'undefined' ? 'nothing' : issue.received;
    return {
      nodeId: nodeOf(path),
      field,
      code: 'bad-param',
      values: { param: field, got, allowed: unknownKey ? '–' : (issue.expected ?? issue.message) },
    };
  });
  return { ok: false, problems };
}

/** Level by level, since a document that is too deep is so for every recursion. */
function isDeep(input: unknown): boolean {
  let level: unknown[] = [input];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_DEPTH) return true;
    level = level.flatMap((value) => (typeof value === 'object' && value !== null ? Object.values(value) : []));
  }
  return false;
}

/** At the node whose parameters are, where it is one. */
function tooDeep(input: unknown): Problem {
  const at = nodesOf(input).findIndex(isDeep);
  return { nodeId: at < 0 ? '' : nameOf(input, at), code: 'too-deep', values: { most: MAX_DEPTH } };
}

/** The nodes of a document that may be anything. */
function nodesOf(input: unknown): readonly unknown[] {
  const named = v.safeParse(v.object({ nodes: v.array(v.unknown()) }), input);
  return named.success ? named.output.nodes : [];
}

/** The id of such a node, or ''. */
function nameOf(input: unknown, at: string | number | undefined): string {
  const node = typeof at === 'number' ? v.safeParse(v.object({ id: v.string() }), nodesOf(input)[at]) : null;
  return node?.success ? node.output.id : '';
}
