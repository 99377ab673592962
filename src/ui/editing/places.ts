/** Places of a new node in words. */
import type { TowerGraph } from '../../model/document/graph';
import { nodeById } from '../../model/document/graph-edits';
import type { Place } from '../../model/edits/nodes';
import { findBlock } from '../../model/nodes/registry';
import { portName } from '../../words/ports';
import type { Speech } from '../../words/words';
import { nodeName } from './named';

export function placeInWords(graph: TowerGraph, place: Place, speech: Speech): string {
  const {
    fill,
    line,
    words: { editing: w },
  } = speech;
  const name = (id: string): string => nodeName(graph, id, speech);
  switch (place.kind) {
    case 'between':
      return fill(w.place.between, { from: name(place.edge.from.node), to: name(place.edge.to.node) });
    case 'after':
      return line(fill(w.place.after, { node: name(place.from.node) }), outputOf(graph, place.from, speech));
    case 'into':
      return fill(w.place.into, { node: name(place.to.node), input: portName(place.to.input, speech) });
    case 'beside':
      return fill(w.place.beside[place.where], { from: name(place.edge.from.node), to: name(place.edge.to.node) });
    case 'instead':
      return fill(w.place.instead, { node: name(place.node) });
    case 'ground':
      return w.place.ground[place.side];
    case 'alone':
      return w.place.alone[place.side];
  }
}

/** Which output, where the node has several that can be read. */
function outputOf(graph: TowerGraph, { node, output }: { node: string; output: string }, speech: Speech): string {
  const outputs = Object.entries(findBlock(nodeById(graph, node)?.block ?? '')?.outputs ?? {}).filter(
    ([, kind]) => kind !== 'internal',
  );
  return outputs.length > 1 ? speech.fill(speech.words.editing.outputOf, { output: portName(output, speech) }) : '';
}
