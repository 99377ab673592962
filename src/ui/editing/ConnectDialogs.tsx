/**
 * Connecting and disconnecting by name: every input an output fits, every output an input takes, every edge there is.
 */
import { findBlock } from '../../model/nodes/registry';
import { inputsFor, outputsFor, takesMany } from '../../model/edits/wiring';
import type { GraphEdge, TowerGraph } from '../../model/document/graph';
import { edgesInto, nodeById } from '../../model/document/graph-edits';
import { portName } from '../../words/ports';
import type { Speech } from '../../words/words';
import { useSpeech } from '../lab';
import { Chooser } from './Chooser';
import type { Choice } from './matching';
import { nodeName } from './named';

interface Props {
  graph: TowerGraph;
  node: string;
  take(edge: GraphEdge): void;
  close(): void;
}

const keyOf = ({ from, to }: GraphEdge): string => `${from.node}.${from.output}>${to.node}.${to.input}`;

/** A choice for each edge, told by the node at its other end. */
function choicesOf(
  graph: TowerGraph,
  edges: readonly GraphEdge[],
  end: 'from' | 'to',
  speech: Speech,
  exists: boolean,
): Choice[] {
  const { words, fill } = speech;
  const w = words.editing;
  return edges.map((edge) => {
    const other = edge[end].node;
    const node = nodeById(graph, other);
    const already = edgesInto(graph, edge.to.node).filter(({ to }) => to.input === edge.to.input);
    const [old] = already;
    const remark = exists
      ? ''
      : takesMany(graph, edge.to)
        ? fill(w.last, { n: already.length + 1 })
        : old
          ? fill(w.insteadOf, { node: nodeName(graph, old.from.node, speech) })
          : '';
    return {
      id: keyOf(edge),
      title: nodeName(graph, other, speech),
      about: '',
      remark: speech.line(
        fill(w.inputOf, { input: portName(edge.to.input, speech) }),
        isOneOfSeveral(graph, edge) ? fill(w.outputOf, { output: portName(edge.from.output, speech) }) : '',
        remark,
      ),
      group: node ? words.side[node.side] : '',
      search: other,
      ...(node ? { side: node.side } : {}),
    };
  });
}

const isOneOfSeveral = (graph: TowerGraph, { from }: GraphEdge): boolean =>
  Object.keys(findBlock(nodeById(graph, from.node)?.block ?? '')?.outputs ?? {}).length > 1;

/** Edges that would lead out of a node. */
export const edgesOut = (graph: TowerGraph, node: string): GraphEdge[] =>
  Object.keys(findBlock(nodeById(graph, node)?.block ?? '')?.outputs ?? {}).flatMap((output) => {
    const from = { node, output };
    return inputsFor(graph, from).map((to) => ({ from, to }));
  });

/** Edges that would lead into a node, or into one of its inputs. */
export const edgesIn = (graph: TowerGraph, node: string, input: string | null): GraphEdge[] =>
  Object.keys(findBlock(nodeById(graph, node)?.block ?? '')?.inputs ?? {})
    .filter((name) => input === null || name === input)
    .flatMap((name) => {
      const to = { node, input: name };
      return outputsFor(graph, to).map((from) => ({ from, to }));
    });

export function ConnectOutput({ graph, node, take, close }: Props) {
  const speech = useSpeech();
  const edges = edgesOut(graph, node);
  return (
    <EdgeChooser
      title={speech.fill(speech.words.editing.connectToTitle, { node: nodeName(graph, node, speech) })}
      edges={edges}
      choices={choicesOf(graph, edges, 'to', speech, false)}
      take={take}
      close={close}
    />
  );
}

export function ConnectInput({ graph, node, input, take, close }: Props & { input: string | null }) {
  const speech = useSpeech();
  const edges = edgesIn(graph, node, input);
  return (
    <EdgeChooser
      title={speech.fill(speech.words.editing.connectFromTitle, { node: nodeName(graph, node, speech) })}
      edges={edges}
      choices={choicesOf(graph, edges, 'from', speech, false)}
      take={take}
      close={close}
    />
  );
}

export function Disconnect({ graph, node, take, close }: Props) {
  const speech = useSpeech();
  const { words, fill } = speech;
  const w = words.editing;
  const [into, out] = [edgesInto(graph, node), graph.edges.filter(({ from }) => from.node === node)];
  const choices = [
    ...choicesOf(graph, into, 'from', speech, true).map((choice) => ({
      ...choice,
      title: fill(w.fromNode, { node: choice.title }),
      group: words.inspector.inputs,
    })),
    ...choicesOf(graph, out, 'to', speech, true).map((choice) => ({
      ...choice,
      title: fill(w.toNode, { node: choice.title }),
      group: words.inspector.outputs,
    })),
  ];
  return (
    <EdgeChooser
      title={fill(w.disconnectTitle, { node: nodeName(graph, node, speech) })}
      edges={[...into, ...out]}
      choices={choices}
      take={take}
      close={close}
    />
  );
}

function EdgeChooser({
  title,
  edges,
  choices,
  take,
  close,
}: {
  title: string;
  edges: readonly GraphEdge[];
  choices: readonly Choice[];
  take(edge: GraphEdge): void;
  close(): void;
}) {
  const { words } = useSpeech();
  return (
    <Chooser
      title={title}
      hint={words.editing.search}
      choices={choices}
      choose={(id) => {
        const edge = edges.find((known) => keyOf(known) === id);
        if (edge) take(edge);
      }}
      close={close}
    />
  );
}
