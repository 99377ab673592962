/** A node in words: its title, its shape and one line of its settings. */
import type { AnyBlock } from '../../model/blocks/block';
import type { GraphNode, TowerGraph } from '../../model/document/graph';
import { withDefaults, type ParamSpec } from '../../model/document/params';
import type { PortType } from '../../model/document/ports';
import type { Speech } from '../../words/words';

/** Parts of a vector that a line names. */
const MOST_PARTS = 4;

/** '[5, 16]': what leaves the node, rows left out. */
export function shapeOf(type: PortType): string {
  switch (type.kind) {
    case 'fields':
      return `[${type.names.length}, ${type.width}]`;
    case 'sequence':
      return `[${type.length}, ${type.names.length}, ${type.width}]`;
    case 'tokens':
      return `[${type.length}, ${type.width}]`;
    case 'vector':
      return `[${type.width}]`;
    case 'interests':
      return `[${type.count}, ${type.width}]`;
    case 'pairing':
      return type.rule === 'dot' ? `[${type.width}]` : `[${type.count}, ${type.width}]`;
    case 'classes':
      return `[${type.widths.join(' + ')}]`;
    case 'logits':
      return `[${type.classes}]`;
    case 'penalty':
      return '';
    case 'internal':
      return type.shape;
  }
}

export const titleOf = (node: GraphNode, block: AnyBlock | undefined, speech: Speech): string =>
  (block && speech.words.blocks[block.id]?.title) ?? `${speech.words.board.unknownBlock} ${node.block}`;

/** Field names of a node's embedding tables, in the order of its parameter. */
export function fieldsOf(node: GraphNode, block: AnyBlock | undefined, graph: TowerGraph): string[] {
  const fields = new Map(graph.tables.map(({ id, field }) => [id, field]));
  return tableIdsOf(node, block).map((id) => fields.get(id) ?? id);
}

/** Ids of a node's embedding tables, in the order of its parameter. */
export const tableIdsOf = (node: GraphNode, block: AnyBlock | undefined): string[] =>
  Object.entries(block?.params ?? {})
    .filter(([, spec]) => spec.kind === 'tables')
    .flatMap(([name]) => node.params[name])
    .flat()
    .flatMap((id) => (typeof id === 'string' ? [id] : []));

/**
 * "128, 64, ReLU": values that speak for themselves stand alone, others carry a name. What is off is not said, nor a
 * switch as it usually stands; of an objective, which has many settings, only what is unusual.
 */
export function summaryOf(node: GraphNode, block: AnyBlock | undefined, speech: Speech, output?: PortType): string {
  if (!block) return '';
  // A block without settings is told by what it lays together.
  if (Object.keys(block.params).length === 0)
    return output?.kind === 'vector' && output.parts.length > 1 ? partsInWords(output.parts, speech) : '';
  const words = speech.words.blocks[block.id];
  const values = withDefaults(block.params, node.params);
  const shown = Object.entries(block.params).filter(
    ([name, spec]) => (block.family !== 'objective' && spec.kind !== 'toggle') || values[name] !== spec.default,
  );
  const parts = shown
    .map(([name, spec]) =>
      valueInWords(spec, values[name] ?? null, words?.params[name] ?? name, words?.options ?? {}, speech),
    )
    .filter(Boolean);
  return speech.line(
    ...parts.map((part, i) =>
      i > 0 ? part.replace(/^\p{Lu}(?=\p{Ll}+(?!\p{L}))/u, (letter) => letter.toLowerCase()) : part,
    ),
  );
}

/** The first parts of a vector, and how many more there are: a line that can be read out. */
function partsInWords(parts: readonly { name: string; width: number }[], { words, line, fill }: Speech): string {
  const named = parts.length > MOST_PARTS ? parts.slice(0, MOST_PARTS - 1) : parts;
  const more = parts.length - named.length;
  return line(
    ...named.map(({ name, width }) => `${name} ${width}`),
    more > 0 ? fill(words.board.moreParts, { n: more }) : '',
  );
}

/** "Learn s (the value above is the start)": the remark in brackets belongs in the form, not in a summary. */
const withoutRemark = (text: string): string => text.replace(/\s*[（(].*[)）]\s*$/, '');

function valueInWords(
  spec: ParamSpec,
  value: unknown,
  label: string,
  options: Readonly<Record<string, string>>,
  speech: Speech,
): string {
  const short = withoutRemark(label);
  switch (spec.kind) {
    case 'widths':
      return Array.isArray(value) ? speech.items(value as readonly number[]) : '';
    case 'choice':
      return value === 'none' || value === 'identity' ? '' : withoutRemark(options[String(value)] ?? String(value));
    case 'toggle':
      return value === true ? short : '';
    case 'int':
    case 'float':
      return typeof value === 'number' ? `${short} ${speech.number(value)}` : '';
    case 'field':
    case 'scores':
    case 'formula':
      return String(value);
    case 'tables':
    // Its title is not known here.
    case 'run':
    case 'fieldTimes':
      return '';
  }
}
