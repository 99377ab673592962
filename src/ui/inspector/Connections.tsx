/**
 * A node's edges: what arrives at each input, in its order, and who reads each output; all of it can be changed here.
 */
import { findBlock } from '../../model/nodes/registry';
import type { GraphEdge, GraphNode, TowerGraph } from '../../model/document/graph';
import { edgesInto } from '../../model/document/graph-edits';
import { portName } from '../../words/ports';
import { shapeOf } from '../board/describe';
import { edgesIn, edgesOut } from '../editing/ConnectDialogs';
import { nodeName } from '../editing/named';
import { useEdits } from '../editing/useEdits';
import { Icon } from '../controls/Icon';
import { useBench, useSpeech } from '../lab';
import { useOutputTypes } from '../judgement';

export function Connections({ graph, node }: { graph: TowerGraph; node: GraphNode }) {
  const { view } = useBench();
  const speech = useSpeech();
  const { words, fill } = speech;
  const types = useOutputTypes();
  const block = findBlock(node.block);
  const w = words.editing;
  const arriving = edgesInto(graph, node.id);
  const inputs = [...new Set([...Object.keys(block?.inputs ?? {}), ...arriving.map(({ to }) => to.input)])];
  const outputs = Object.keys(block?.outputs ?? {});
  const shape = (id: string, output: string): string => {
    const type = types.get(id)?.[output];
    return type ? shapeOf(type) : words.common.none;
  };
  return (
    <div className="ports">
      {inputs.length > 0 && <h3>{words.inspector.inputs}</h3>}
      {inputs.map((input) => {
        const edges = arriving.filter(({ to }) => to.input === input);
        return (
          <section key={input} aria-label={fill(w.inputOf, { input: portName(input, speech) })}>
            <h4>{portName(input, speech)}</h4>
            {edges.map((edge, at) => (
              <EdgeRow
                key={`${edge.from.node}.${edge.from.output}`}
                graph={graph}
                edge={edge}
                end="from"
                shape={shape(edge.from.node, edge.from.output)}
                at={at}
                of={edges.length}
              />
            ))}
            {edges.length === 0 && <p className="soft">{w.noEdge}</p>}
            {edgesIn(graph, node.id, input).length > 0 && (
              <button
                type="button"
                className="quiet"
                onClick={() => view.setState({ task: { kind: 'connect-input', node: node.id, input } })}
              >
                <Icon name="plus" />
                {fill(w.connectInput, { input: portName(input, speech) })}
              </button>
            )}
          </section>
        );
      })}
      {outputs.length > 0 && <h3>{words.inspector.outputs}</h3>}
      {outputs.map((output) => {
        const edges = graph.edges.filter(({ from }) => from.node === node.id && from.output === output);
        return (
          <section key={output} aria-label={fill(w.outputOf, { output: portName(output, speech) })}>
            <h4>
              {portName(output, speech)}
              <span>{shape(node.id, output)}</span>
            </h4>
            {edges.map((edge) => (
              <EdgeRow
                key={`${edge.to.node}.${edge.to.input}`}
                graph={graph}
                edge={edge}
                end="to"
                shape={portName(edge.to.input, speech)}
                at={0}
                of={1}
              />
            ))}
            {edges.length === 0 && block?.outputs[output] !== 'internal' && <p className="soft">{w.notConnected}</p>}
          </section>
        );
      })}
      {edgesOut(graph, node.id).length > 0 && (
        <button
          type="button"
          className="quiet"
          onClick={() => view.setState({ task: { kind: 'connect-output', node: node.id } })}
        >
          <Icon name="plus" />
          {w.connectTo}
        </button>
      )}
    </div>
  );
}

/** An edge by the node at its other end; among several into one input it can be moved. */
function EdgeRow({
  graph,
  edge,
  end,
  shape,
  at,
  of,
}: {
  graph: TowerGraph;
  edge: GraphEdge;
  end: 'from' | 'to';
  shape: string;
  at: number;
  of: number;
}) {
  const { view } = useBench();
  const speech = useSpeech();
  const { words, fill } = speech;
  const w = words.editing;
  const edits = useEdits();
  const other = edge[end].node;
  const node = nodeName(graph, other, speech);
  return (
    <div className="edge-row">
      <button type="button" className="quiet" onClick={() => view.setState({ selected: other })}>
        {node}
      </button>
      <span>{shape}</span>
      {of > 1 && (
        <>
          <button
            type="button"
            className="icon"
            disabled={at === 0}
            aria-label={fill(w.moveUp, { node })}
            title={fill(w.moveUp, { node })}
            onClick={() => edits.move(edge, -1)}
          >
            <Icon name="up" />
          </button>
          <button
            type="button"
            className="icon"
            disabled={at === of - 1}
            aria-label={fill(w.moveDown, { node })}
            title={fill(w.moveDown, { node })}
            onClick={() => edits.move(edge, 1)}
          >
            <Icon name="down" />
          </button>
        </>
      )}
      <button
        type="button"
        className="icon"
        aria-label={fill(w.reconnect, { node })}
        title={fill(w.reconnect, { node })}
        onClick={() =>
          view.setState({ task: { kind: 'reconnect', node: edge[end === 'from' ? 'to' : 'from'].node, edge } })
        }
      >
        <Icon name="more" />
      </button>
      <button
        type="button"
        className="icon"
        aria-label={fill(w.cut, { node })}
        title={fill(w.cut, { node })}
        onClick={() => edits.disconnect(edge)}
      >
        <Icon name="close" />
      </button>
    </div>
  );
}
