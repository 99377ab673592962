/** The way to every drop without a pointer: the legal targets of a thing as a list to choose from. */
import type { TowerGraph } from '../../model/document/graph';
import { nodeById } from '../../model/document/graph-edits';
import type { Speech } from '../../words/words';
import type { Choice } from '../editing/matching';
import { portInWords, remarkInWords, targetInWords } from './sentences';
import { targetsFor } from './targets';
import { keyOf, type Drawing, type Target, type Thing } from './things';

export interface TargetChoice extends Choice {
  target: Target;
}

/** Every legal target, in the order of `targetsFor`. Of nodes none: they are moved by a pointer alone. */
export function choicesFor(drawing: Drawing, thing: Thing, speech: Speech): TargetChoice[] {
  const { graph } = drawing;
  const isPort = thing.kind === 'output' || thing.kind === 'input' || thing.kind === 'edge-end';
  return targetsFor(drawing, thing).flatMap((verdict): TargetChoice[] => {
    if (!verdict.legal || thing.kind === 'nodes') return [];
    const { target, remark } = verdict;
    const at = nodeAt(target);
    const side = target.kind === 'ground' || target.kind === 'unused' ? target.side : sideOf(graph, at);
    return [
      {
        id: keyOf(target),
        target,
        title: isPort ? portInWords(graph, target, speech) : targetInWords(graph, target, speech),
        about: '',
        remark: remarkInWords(remark, graph, speech),
        group: side ? speech.words.side[side] : '',
        search: at ?? '',
        ...(side ? { side } : {}),
      },
    ];
  });
}

const sideOf = (graph: TowerGraph, id: string | null) => (id === null ? undefined : nodeById(graph, id)?.side);

/** The node that a target is told by. */
function nodeAt(target: Target): string | null {
  switch (target.kind) {
    case 'edge':
    case 'beside':
      return target.edge.from.node;
    case 'among':
      return target.edge.to.node;
    case 'node':
    case 'fields':
      return target.node;
    case 'output':
      return target.from.node;
    case 'input':
      return target.to.node;
    default:
      return null;
  }
}
