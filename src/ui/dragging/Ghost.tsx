/** What is dragged, at the pointer, and what letting it go would do or why it cannot. */
import { nodeName } from '../editing/named';
import { blockName, portInWords, refusalSentence, remarkInWords } from '../editor/sentences';
import type { Thing } from '../editor/things';
import type { TowerGraph } from '../../model/document/graph';
import { portName } from '../../words/ports';
import type { Speech } from '../../words/words';
import { useDocument, useSpeech } from '../lab';
import { useDrag } from './store';
import './dragging.css';

export function Ghost() {
  const drag = useDrag((state) => state.drag);
  const graph = useDocument()?.graph;
  const speech = useSpeech();
  if (drag.phase !== 'dragging' || !graph) return null;
  const { over, thing, point } = drag;
  const title = thingInWords(thing, graph, speech);
  const legal = over?.legal ? [portInWords(graph, over.target, speech), remarkInWords(over.remark, graph, speech)] : [];
  return (
    <div className="ghost" style={{ left: point.x, top: point.y }} aria-hidden="true">
      {title && <b>{title}</b>}
      {over && !over.legal && <span className="refusal">{refusalSentence(over.why, graph, speech)}</span>}
      {over?.legal && thing.kind !== 'nodes' && <span>{speech.line(...legal)}</span>}
    </div>
  );
}

/** Empty for nodes: they go along themselves. */
function thingInWords(thing: Thing, graph: TowerGraph, speech: Speech): string {
  switch (thing.kind) {
    case 'block':
      return blockName(thing.block, speech);
    case 'output':
      return speech.line(nodeName(graph, thing.from.node, speech), portName(thing.from.output, speech));
    case 'input':
      return speech.line(nodeName(graph, thing.to.node, speech), portName(thing.to.input, speech));
    case 'edge-end':
      return nodeName(graph, thing.end === 'to' ? thing.edge.from.node : thing.edge.to.node, speech);
    case 'field':
      return thing.field;
    case 'channel':
      return nodeName(graph, thing.edge.from.node, speech);
    case 'nodes':
      return '';
  }
}
