/**
 * From a document without problems to something that runs: weights with shapes, lookups, and the forward pass over the
 * nodes in order.
 */
import { ownedBy } from '../../engine/owner';
import * as tf from '../../engine/tf';
import type {
  AnyBlock,
  AnyForward,
  Context,
  InputSpecs,
  InputValues,
  LookupRequest,
  OutputValues,
  OutputSpecs,
  Typed,
  WeightSpec,
} from '../blocks/block';
import type { BatchReads } from '../../data/batches';
import type { Candidates } from '../../data/candidates';
import type { SampledColumns } from '../../data/sampled-columns';
import { expectedStretches } from '../../data/stretches';
import type { PastRead } from '../../data/sessions';
import { blockById } from '../nodes/registry';
import { forwardOf } from './forwards';
import type { GraphEdge, GraphNode, TowerGraph } from '../document/graph';
import { type ParamValues, type ParamSpecs, withDefaults } from '../document/params';
import type { PortOf, PortType, PortValue } from '../document/ports';
import type { Judgement } from '../check/judge';
import type { Probe } from '../check/probe';
import { ProblemsError } from '../document/problem';
import { localSchema } from '../check/validate';
import { LEARNT_WEIGHT, LOG_VARIANCE, weightsOf } from '../nodes/learnt-weight';
import { candidatesOf, sampledOf } from '../nodes/samples';
import type { Schema } from '../document/schema';
import { pairFieldsOf } from '../nodes/pair-fields';
import { finalScores } from '../nodes/scores';
import { relevancesOf } from '../nodes/relevance';
import { pastReads } from '../nodes/session-windows';
import { NOT_POOLED, poolingOf, type Pooling } from '../nodes/pooled-readers';
import { topologicalOrder } from '../document/graph-edits';
import { servedMatch, servedMatches } from '../nodes/served-match';
import { rowsBegin } from '../nodes/tables';

export interface CompiledWeight extends WeightSpec {
  path: string;
  /** The side that reads a table by its own rows; null = no table. */
  table: 'user' | 'item' | null;
}

/** How its history is pooled as it is looked up, too. */
export interface CompiledLookup extends LookupRequest, Pooling {
  /** `<nodeId>/<name>` */
  key: string;
  side: 'user' | 'item';
  /** Of the tables, in their order. */
  fields: readonly string[];
  width: number;
}

interface Step {
  node: GraphNode;
  block: AnyBlock;
  params: ParamValues<ParamSpecs>;
  types: Readonly<Record<string, PortType>>;
  weightNames: readonly string[];
}

/** An output of a node of the item side, a vector of so many numbers. */
export interface ItemOutput {
  node: string;
  output: string;
  width: number;
}

export interface ForwardInputs {
  /** Which sides have inputs; the match gets a placeholder for the other. */
  sides: readonly ('user' | 'item')[];
  /** `towers`: neither match nor objectives are computed; everything unless given. */
  upTo?: 'towers';
  /** Outputs by node that are there already: such nodes are not computed. */
  known?: ReadonlyMap<string, OutputValues<OutputSpecs>>;
  weight(path: string): tf.Tensor;
  /** What a node may ask for. */
  context(node: GraphNode): Context;
  /** Objective nodes that count; null = none (encoding only). */
  terms: ((nodeId: string) => boolean) | null;
  /** What computes a block, where it is not its `forward.ts`. */
  forwardOf?(blockId: string): AnyForward | undefined;
  /** What comes along an edge, where it is not what the edge begins from. */
  along?(edge: GraphEdge, value: PortValue): PortValue;
}

export interface ForwardResult {
  /** Weighted sum of the terms; 0 where none counts. */
  loss: tf.Scalar;
  terms: Map<string, tf.Scalar>;
  outputs: Map<string, OutputValues<OutputSpecs>>;
}

export const weightPath = (node: GraphNode, name: string): string => `${node.side}/${node.id}/${name}`;
/** Of what steps keep of a node. No weight is called so: its block declares both. */
export const memoryPath = (node: GraphNode): string => weightPath(node, 'memory');
export const tablePath = (id: string): string => `table/${id}`;

/** What a graph reads of the pasts of users. */
export type PastsRead = Pick<CompiledGraph, 'historyLength' | 'windows'>;

export class CompiledGraph {
  readonly weights: readonly CompiledWeight[];
  /** What steps keep of nodes, by path. */
  readonly memories: readonly { path: string; shape: readonly [rows: number, width: number] }[];
  readonly lookups: readonly CompiledLookup[];
  /** Longest history of users any node asks for; 0 where none does. */
  readonly historyLength: number;
  /** The windows of it that nodes ask for, each once and as long as the longest. */
  readonly windows: readonly PastRead[];
  /** The same of the users of items. */
  readonly pastUsersLength: number;
  readonly probes: readonly Probe[];
  /** Multiply-adds of one row of a side, and of one pair above the towers of a ranker (see costs.ts). */
  readonly multiplyAdds: Readonly<Record<'user' | 'item' | 'pair', number>>;
  /** Floats of the largest tensor that one row of a side makes on the way (see costs.ts). */
  readonly rowTensor: Readonly<Record<'user' | 'item', number>>;
  private readonly steps: readonly Step[];

  readonly graph: TowerGraph;
  readonly schema: Schema;

  /** @throws ProblemsError with the problems where there are any */
  constructor({ graph, schema, problems, types, inputs, probes, costs }: Judgement) {
    if (problems.length > 0) throw new ProblemsError(problems);
    this.graph = graph;
    this.schema = schema;
    const fields = new Map(schema.fields.map((field) => [field.name, field]));
    const tables = new Map(graph.tables.map((table) => [table.id, table]));
    const weights: CompiledWeight[] = graph.tables.map(({ id, field, width }) => ({
      path: tablePath(id),
      table: fields.get(field)?.owner === 'item' ? 'item' : 'user',
      shape: [fields.get(field)?.rows ?? 0, width],
      init: rowsBegin(graph, id),
    }));
    const lookups: CompiledLookup[] = [];
    const memories: CompiledGraph['memories'][number][] = [];
    this.steps = topologicalOrder(graph).map((node) => {
      const block = blockById(node.block);
      const params = withDefaults(block.params, node.params);
      const arrived = inputs.get(node.id) ?? internalError(`no inputs of "${node.id}"`);
      const own = weightsOf(node, arrived, localSchema(graph, schema));
      for (const [name, spec] of Object.entries(own))
        weights.push({ ...spec, path: weightPath(node, name), table: null });
      const shape = block.memory?.(arrived, params);
      if (shape) memories.push({ path: memoryPath(node), shape });
      for (const [name, request] of Object.entries(block.lookups?.(params) ?? {})) {
        const own = request.tables.map((id) => tables.get(id) ?? internalError(`validated graph lacks table "${id}"`));
        lookups.push({
          ...request,
          key: `${node.id}/${name}`,
          side: node.side === 'item' ? 'item' : 'user',
          fields: own.map(({ field }) => field),
          width: own[0]!.width,
          // Of a stretch, the events themselves are what its rows pick theirs from.
          ...(request.at === 'history' && !request.everyPosition ? poolingOf(graph, node.id) : NOT_POOLED),
        });
      }
      return { node, block, params, types: types.get(node.id) ?? {}, weightNames: Object.keys(own) };
    });
    this.weights = weights;
    this.memories = memories;
    this.lookups = lookups;
    this.probes = probes;
    this.rowTensor = costs.rowTensor;
    this.multiplyAdds = { user: costs.flops.user / 2, item: costs.flops.item / 2, pair: costs.flops.pair / 2 };
    this.historyLength = this.pastLength('user');
    this.pastUsersLength = this.pastLength('item');
    this.windows = pastReads(graph);
  }

  /** The same, but that no history is pooled while it is looked up: every event has a tensor of its own. */
  unpooled(): CompiledGraph {
    const lookups = this.lookups.map((lookup) => ({ ...lookup, ...NOT_POOLED }));
    return Object.create(this, { lookups: { value: lookups } }) as CompiledGraph;
  }

  /** Longest past any node of a side asks for, windows of it left out. */
  private pastLength(side: 'user' | 'item'): number {
    return Math.max(
      0,
      ...this.lookups
        .filter((lookup) => lookup.at === 'history' && !lookup.window && lookup.side === side)
        .map(({ length }) => length),
      ...(side === 'user'
        ? [...pairFieldsOf(this.graph), ...relevancesOf(this.graph)].map(({ length }) => length)
        : []),
    );
  }

  /** Whether any node, or any of a side, declares that it asks for something. */
  asks(
    declares: (block: AnyBlock, params: ParamValues<ParamSpecs>) => boolean | undefined,
    side?: GraphNode['side'],
  ): boolean {
    return this.steps.some(
      ({ node, block, params }) => (side === undefined || node.side === side) && declares(block, params),
    );
  }

  /** Items the objectives want as columns beside those of the rows: all of them the same. */
  get sampled(): SampledColumns | null {
    return sampledOf(this.graph);
  }

  /** Items that each row of a ranker scores in training; null of two towers. */
  get candidates(): Candidates | null {
    return candidatesOf(this.graph);
  }

  /** Whether training reads the pasts of whole stretches, each row at its place in one. */
  get everyPosition(): boolean {
    return this.lookups.some(({ everyPosition }) => everyPosition);
  }

  /** About how many pasts the user side computes for a batch of so many rows. */
  readonly userPasses = (batch: number): number =>
    this.everyPosition ? expectedStretches(this.schema, batch, this.historyLength) : batch;

  /** What its batches hold. */
  get reads(): BatchReads {
    const { historyLength, everyPosition, windows, pastUsersLength, sampled, candidates } = this;
    return { historyLength, everyPosition, windows, pastUsersLength, sampled, candidates };
  }

  /** Whether it scores pairs one by one; two towers meet in an inner product. */
  get isRanker(): boolean {
    return this.graph.kind === 'ranker';
  }

  /** Of a ranker: the node and the output that hold the score by which it ranks. */
  get scoreOutput(): { node: string; output: string } {
    const [score] = finalScores(this.graph);
    return score ? { node: score.node.id, output: score.output } : internalError('the graph has no score of pairs');
  }

  /** Of a ranker: what the pairs read of the item side, each output once. Null where one of them is no vector. */
  get itemOutputs(): readonly ItemOutput[] | null {
    const sideOf = new Map(this.steps.map(({ node }) => [node.id, node.side]));
    const read = this.graph.edges.filter(
      ({ from, to }) => sideOf.get(from.node) === 'item' && sideOf.get(to.node) === 'match',
    );
    const found = new Map<string, ItemOutput>();
    for (const { from } of read) {
      const type = this.steps.find(({ node }) => node.id === from.node)?.types[from.output];
      if (type?.kind !== 'vector') return null;
      found.set(`${from.node}.${from.output}`, { ...from, width: type.width });
    }
    return [...found.values()];
  }

  /** Paths of the weights by which blocks choose what they let through. */
  get choices(): string[] {
    return this.steps.flatMap(({ node, block, params }) =>
      (block.choosesBy?.(params) ?? []).map((name) => weightPath(node, name)),
    );
  }

  get objectives(): string[] {
    return this.steps.filter(({ node }) => node.side === 'objective').map(({ node }) => node.id);
  }

  get matchNode(): GraphNode {
    return servedMatch(this.graph) ?? internalError('a validated graph has a match');
  }

  /** What serves tells classes apart, by itself or beneath; null where it does not. */
  get classMatch(): GraphNode | null {
    const { graph, steps } = this;
    const own = servedMatches(graph).find(({ id }) =>
      steps.some(({ node, types }) => node.id === id && types['classes']),
    );
    return own ?? null;
  }

  private get pairingType(): PortOf<'pairing'> {
    const { matchNode } = this;
    const type = this.steps.find(({ node }) => node.id === matchNode.id)?.types['pairing'];
    return type?.kind === 'pairing' ? type : internalError('the match has no pairing');
  }

  /** Widths of the parts of the classes that the match tells apart; null where it tells none. */
  get classWidths(): readonly number[] | null {
    const { classMatch } = this;
    const type = this.steps.find(({ node }) => node.id === classMatch?.id)?.types['classes'];
    return type?.kind === 'classes' ? type.widths : null;
  }

  /** Floats of an item vector in the index; 0 of a ranker, which has none. */
  get indexWidth(): number {
    return this.isRanker ? 0 : this.pairingType.width;
  }

  /** Whether a user has several vectors that retrieve, each for itself. */
  get hasInterests(): boolean {
    return !this.isRanker && this.pairingType.rule === 'label-aware';
  }

  /** Vectors of a user that retrieve: K of a label-aware match, 1 of any other. */
  get interestCount(): number {
    if (this.isRanker) return 1;
    const type = this.pairingType;
    return type.rule === 'label-aware' ? type.count : 1;
  }

  private edgesInto(nodeId: string, input: string) {
    return this.graph.edges.filter(({ to }) => to.node === nodeId && to.input === input);
  }

  /** Runs the nodes. Inside a tidy or a gradient: every tensor is the caller's. */
  forward(inputs: ForwardInputs): ForwardResult {
    const outputs = new Map<string, OutputValues<OutputSpecs>>();
    const typesOf = new Map(this.steps.map(({ node, types }) => [node.id, types]));
    const terms = new Map<string, tf.Scalar>();
    const losses: tf.Scalar[] = [];
    for (const step of this.steps) {
      const { node, block, params } = step;
      const known = inputs.known?.get(node.id);
      if (known) outputs.set(node.id, known);
      if (known || (node.side === 'objective' && !inputs.terms?.(node.id))) continue;
      if (isOfTower(node.side) ? !inputs.sides.includes(node.side) : inputs.upTo === 'towers') continue;
      const valueOf = (edge: GraphEdge): Typed => {
        const { from } = edge;
        const type = typesOf.get(from.node)?.[from.output];
        const own = outputs.get(from.node)?.[from.output] ?? placeholder(type);
        const value = inputs.along?.(edge, own) ?? own;
        // Not copied: a value may be made only where it is read.
        return Object.create(value, { type: { value: type } }) as Typed;
      };
      const given = Object.fromEntries(
        Object.entries(block.inputs).map(([name, spec]) => {
          const values = this.edgesInto(node.id, name).map(valueOf);
          return [name, spec.many ? values : values[0]];
        }),
      ) as InputValues<InputSpecs>;
      const weights = Object.fromEntries(step.weightNames.map((name) => [name, inputs.weight(weightPath(node, name))]));
      const compute = inputs.forwardOf?.(block.id) ?? forwardOf(block.id);
      const result = ownedBy(node.id, () => compute(given, weights, params, inputs.context(node)));
      outputs.set(node.id, result);
      if (node.side === 'objective') {
        const term = tf.reshape((result['loss'] as { values: tf.Tensor }).values, []) as tf.Scalar;
        terms.set(node.id, term);
        const logVariance = weights[LOG_VARIANCE];
        const weighed = logVariance ? byUncertainty(term, logVariance, inputs.context(node)) : term;
        const factor = typeof node.params['weight'] === 'number' ? node.params['weight'] : 1;
        losses.push(factor === 1 ? weighed : tf.mul(weighed, factor));
      }
    }
    // A single loss is itself: adding it to 0 would be a dispatch.
    const loss = losses.length === 0 ? tf.scalar(0) : losses.reduce((sum, term) => tf.add(sum, term));
    return { loss, terms, outputs };
  }
}

/** exp(-s) L + s / 2: see nodes/learnt-weight.ts. */
function byUncertainty(loss: tf.Scalar, logVariance: tf.Tensor, { probe }: Context): tf.Scalar {
  const s = tf.reshape(logVariance, []) as tf.Scalar;
  const factor: tf.Scalar = tf.exp(tf.neg(s));
  probe(LEARNT_WEIGHT, tf.reshape(factor, [1]));
  return tf.add(tf.mul(factor, loss), tf.mul(s, 0.5));
}

const isOfTower = (side: GraphNode['side']): side is 'user' | 'item' => side === 'user' || side === 'item';

function internalError(what: string): never {
  throw new Error(`internal: ${what}`);
}

/** What the match sees of a side that is not being encoded. */
function placeholder(type: PortType | undefined): PortValue {
  if (type?.kind === 'interests')
    return { values: tf.ones([1, type.count, type.width]), active: tf.ones([1, type.count]) };
  if (type?.kind !== 'vector') throw new Error(`internal: nothing feeds an input of kind ${type?.kind ?? 'none'}`);
  return { values: tf.ones([1, type.width]) };
}
