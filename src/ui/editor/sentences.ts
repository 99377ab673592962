/** Targets, reasons and deeds of dragging in words. */
import type { TowerGraph } from '../../model/document/graph';
import { nodeById } from '../../model/document/graph-edits';
import type { Refusal } from '../../model/edits/refusal';
import { edgesAt } from '../../model/edits/wiring';
import { portName } from '../../words/ports';
import type { Speech } from '../../words/words';
import { nodeName } from '../editing/named';
import { placeInWords } from '../editing/places';
import type { Said } from './drop';
import { placeAt, type Remark } from './targets';
import type { Target } from './things';

type Values = Readonly<Record<string, string | number>>;

/** Values that are ids of nodes. */
const NODES: ReadonlySet<string> = new Set(['node', 'other', 'from', 'to', 'old']);

/** "SE gate reads fields, not a vector." */
export function refusalSentence({ code, values }: Refusal, graph: TowerGraph, speech: Speech): string {
  const { editing: w, side } = speech.words;
  const said = filled(values, (name, value) => {
    switch (name) {
      case 'needs':
      case 'got':
        return flowInWords(value, speech);
      case 'side':
        return wordOf(side, value);
      case 'sides':
        return speech.line(...value.split(', ').map((one) => wordOf(side, one)));
      case 'owner':
        return wordOf(w.owner, value);
      case 'kind':
        return wordOf(w.fieldKind, value);
      case 'input':
        return portName(value, speech);
      case 'block':
        return blockName(value, speech);
      default:
        return NODES.has(name) ? nodeName(graph, value, speech) : value;
    }
  });
  const reader = said['node'] ?? said['block'];
  return speech.fill(w.refused[code], reader === undefined ? said : { ...said, reader });
}

/** What was done: nodes are called as they are after it, those that are gone as they were before. */
export function saidSentence({ code, values }: Said, before: TowerGraph, after: TowerGraph, speech: Speech): string {
  const template = speech.words.editing.done[code];
  if (typeof template !== 'string') return speech.count(template, Number(values['n']));
  const name = (id: string): string => nodeName(nodeById(after, id) ? after : before, id, speech);
  return speech.fill(
    template,
    filled(values, (key, value) => (NODES.has(key) ? name(value) : value)),
  );
}

/** "in place of MLP": what a menu calls a target. */
export function targetInWords(graph: TowerGraph, target: Target, speech: Speech): string {
  const { fill } = speech;
  const w = speech.words.editing.target;
  const name = (id: string): string => nodeName(graph, id, speech);
  switch (target.kind) {
    case 'fields':
      return fill(w.fields, { node: name(target.node) });
    case 'unused':
      return w.unused;
    case 'among': {
      const all = edgesAt(graph, target.edge.to).length;
      return fill(w.among, { n: target.index + 1, all, node: name(target.edge.to.node) });
    }
    case 'void':
      return w.void;
    default:
      return placeInWords(graph, placeAt(target)!, speech);
  }
}

/** The end of an edge that is drawn: "to MLP, input “vector”". */
export function portInWords(graph: TowerGraph, target: Target, speech: Speech): string {
  const w = speech.words.editing.target;
  if (target.kind === 'input')
    return speech.fill(w.input, {
      node: nodeName(graph, target.to.node, speech),
      input: portName(target.to.input, speech),
    });
  if (target.kind === 'output') return speech.fill(w.output, { node: nodeName(graph, target.from.node, speech) });
  return targetInWords(graph, target, speech);
}

export function remarkInWords(remark: Remark | null, graph: TowerGraph, speech: Speech): string {
  const w = speech.words.editing.remark;
  if (!remark) return '';
  return remark.code === 'replacing'
    ? speech.fill(w.replacing, { node: nodeName(graph, remark.values.node, speech) })
    : speech.fill(w.making, remark.values);
}

export const blockName = (block: string, { words }: Speech): string => words.blocks[block]?.title ?? block;

/** "fields or a vector" */
const flowInWords = (kinds: string, { words, fill }: Speech): string =>
  kinds
    .split(', ')
    .map((kind) => wordOf(words.editing.flow, kind))
    .reduce((a, b) => fill(words.editing.either, { a, b }));

const wordOf = (words: Readonly<Record<string, string>>, key: string): string => words[key] ?? key;

const filled = (values: Values, say: (name: string, value: string) => string): Record<string, string | number> =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, typeof value === 'number' ? value : say(name, value)]),
  );
