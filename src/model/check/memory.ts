/**
 * What training takes of the GPU's memory, told before anything is allocated: what stays (tables, dense weights, and
 * what their optimizers keep beside them) counted, what a step makes estimated.
 */
import { encodedColumns } from '../../data/sampled-columns';
import { expectedStretches } from '../../data/stretches';
import { scoresHeld } from '../../engine/kernels/paired-scores/held';
import { stateShapes } from '../../engine/optimizers/rules';
import { bytesOf, storedAs } from '../../engine/storage-type';
import type { GraphNode, Settings, TowerGraph } from '../document/graph';
import { withDefaults } from '../document/params';
import { EVERY_POSITION, isEveryPosition, type PortType } from '../document/ports';
import type { Problem } from '../document/problem';
import { matchesPath } from '../document/optimizer-groups';
import { weightsOf } from '../nodes/learnt-weight';
import { poolingOf } from '../nodes/pooled-readers';
import { findBlock } from '../nodes/registry';
import { candidatesOf, sampledOf } from '../nodes/samples';
import { BYTES_PER_FLOAT } from './costs';
import type { Judgement } from './judge';
import { keptNumbers, lookupNumbers } from './lookup-memory';
import { localSchema } from './validate';

/** Bytes on the GPU. */
export interface Memory {
  /** Values of all tables, and what their optimizers keep. */
  tables: number;
  /** The same of all other weights. */
  dense: number;
  /** Inputs, activations and gradients of a step. */
  step: number;
  /** Item vectors, as an evaluation ranks them. */
  index: number;
  total: number;
  /** The table that takes most, with what its optimizer keeps. */
  largestTable: { id: string; bytes: number } | null;
  /** The largest tensor that no two buffers can share, and the node that makes it; '' for the dense weights. */
  largestTensor: { nodeId: string; bytes: number };
  /** What tells the accidental hits of a batch, one buffer, and the first node that reads it; '' and 0 without one. */
  hits: { nodeId: string; bytes: number };
}

/** Of a device, as WebGPU names them: bytes. */
export interface BufferLimits {
  maxBufferSize: number;
  maxStorageBufferBindingSize: number;
}

/**
 * WebGPU never says how much memory is free. The largest buffer an adapter offers is a quarter of its memory or more on
 * most machines: what takes more than four of them is taken for more than there is.
 */
const MOST_BUFFERS = 4;

/**
 * A step holds the numbers its nodes make and most of the gradients on the way back, in buffers that are used again
 * within it: between 1.9 and 3.5 times the numbers of the forward pass, over all presets. So the whole is told within a
 * factor of 1.5.
 */
const FORWARD_TO_STEP = 2.7;

/** Words of a row that tell which columns are no negatives of it (see engine/kernels/in-batch-softmax/hits.ts). */
const WORDS_PER_HIT_ROW = 6;

const sizeOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);
const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

/** @param judgement of a graph without problems; what has some counts for nothing */
export function memoryOf(
  judgement: Judgement,
  settings: Pick<Settings, 'batch' | 'optimizers' | 'tablePrecision'>,
): Memory {
  const { graph, schema, costs } = judgement;
  const withState = (path: string, shape: readonly number[], bytes = BYTES_PER_FLOAT): number => {
    const rule = settings.optimizers.find(({ pattern }) => matchesPath(pattern, path))?.rule ?? 'sgd';
    return bytes * sizeOf(shape) + BYTES_PER_FLOAT * sum(stateShapes(rule, shape).map(sizeOf));
  };
  const rowsOf = new Map(schema.fields.map(({ name, rows }) => [name, rows]));
  const tables = graph.tables.map(({ id, field, width }) => ({
    id,
    bytes: withState(`table/${id}`, [rowsOf.get(field) ?? 0, width], bytesOf(storedAs(width, settings.tablePrecision))),
  }));
  const nodes = graph.nodes.map((node) => nodeMemory(judgement, node, settings.batch, withState));
  const dense = sum(nodes.map((node) => node.dense));
  // What every user took lies there once, whoever reads it.
  const hits = nodes.reduce(
    (most, node) => (node.hits > most.bytes ? { nodeId: node.nodeId, bytes: node.hits } : most),
    {
      nodeId: '',
      bytes: 0,
    },
  );
  const forward = sum(nodes.map((node) => node.forward));
  // A step that publishes live values uses the buffers of one that does not, and a few more.
  const recordings = judgement.probes.length > 0 ? 1.1 : 1;
  const kept = BYTES_PER_FLOAT * keptNumbers(graph, schema);
  const inputs = sum(nodes.map((node) => node.inputs));
  const step = Math.round(kept + hits.bytes + inputs + recordings * FORWARD_TO_STEP * forward);
  const index = BYTES_PER_FLOAT * schema.items * (costs.width.item ?? 0);
  const all = sum(tables.map(({ bytes }) => bytes));
  const largest = <T extends { bytes: number }>(of: readonly T[]): T | null =>
    of.reduce<T | null>((a, b) => (a && a.bytes >= b.bytes ? a : b), null);
  return {
    tables: all,
    dense,
    step,
    index,
    total: all + dense + step + index,
    largestTable: largest(tables),
    hits,
    largestTensor: largest([
      { nodeId: '', bytes: BYTES_PER_FLOAT * costs.denseParameters },
      ...nodes.map(({ nodeId, largest }) => ({ nodeId, bytes: largest })),
    ])!,
  };
}

interface NodeMemory {
  nodeId: string;
  dense: number;
  inputs: number;
  /** What tells it the accidental hits of a batch. */
  hits: number;
  forward: number;
  /** Of its outputs, what it makes on the way, and the scores it compares. */
  largest: number;
}

function nodeMemory(
  { graph, schema, types, inputs }: Judgement,
  node: GraphNode,
  batch: number,
  withState: (path: string, shape: readonly number[]) => number,
): NodeMemory {
  const [block, arrived] = [findBlock(node.block), inputs.get(node.id)];
  const none = { nodeId: node.id, dense: 0, inputs: 0, hits: 0, forward: 0, largest: 0 };
  if (!block || !arrived) return none;
  const params = withDefaults(block.params, node.params);
  const stretched = Object.values(types.get(node.id) ?? {}).find(isEveryPosition);
  const rows = stretched ? expectedStretches(schema, batch, stretched.length) : rowsOf(graph, node, batch);
  const weights = Object.entries(weightsOf(node, arrived, localSchema(graph, schema)));
  const { pooled } = poolingOf(graph, node.id);
  // Positives of users are distinct events at most.
  const hits = block.readsHits?.(params) ? BYTES_PER_FLOAT * (schema.events + WORDS_PER_HIT_ROW * rows) : 0;
  // The hardest negatives are found among the scores of a batch, which have no gradient.
  const compared = (block.hardNegatives?.(params) ?? 'none') === 'none' ? 0 : scoresHeld(batch);
  const outputs = Object.values(types.get(node.id) ?? {}).map((type) => rows * floatsOf(type, pooled));
  const { flops, batchFloats = 0, rowFloats = 0, rowTensor = 0, crossFloats = 0 } = block.cost(arrived, params);
  const scores = compared + crossFloats * batch ** 2;
  const within =
    rows *
    floatsWithin(
      flops,
      weights.map(([, { shape }]) => shape),
    );
  // What is kept between steps, and all columns side by side while a step reads them.
  const [slots, width] = block.memory?.(arrived, params) ?? [0, 0];
  const kept = slots === 0 ? 0 : (2 * slots + batch) * width;
  const owners = node.side === 'item' ? schema.users : schema.items;
  const lookups = Object.values(block.lookups?.(params) ?? {}).map((request) =>
    lookupNumbers(request, { rows, owners }, graph, schema.fields),
  );
  return {
    nodeId: node.id,
    dense: sum(weights.map(([name, { shape }]) => withState(`${node.side}/${node.id}/${name}`, shape))),
    inputs: BYTES_PER_FLOAT * (sum(lookups) + scores + kept),
    hits,
    forward: BYTES_PER_FLOAT * (sum(outputs) + within + rows * rowFloats + batchFloats),
    largest:
      BYTES_PER_FLOAT *
      [...outputs, rows * rowTensor, crossFloats > 0 ? batch ** 2 : compared].reduce((a, b) => Math.max(a, b)),
  };
}

/** Rows of a node in a step. */
function rowsOf(graph: TowerGraph, { side }: GraphNode, batch: number): number {
  const candidates = candidatesOf(graph);
  if (candidates) return side === 'user' ? batch : batch * candidates.each;
  return batch + (side === 'item' ? encodedColumns(sampledOf(graph)) : 0);
}

/** Floats of an output, by row. @param pooled see `Pooling` */
function floatsOf(type: PortType, pooled: number): number {
  switch (type.kind) {
    case 'fields':
      return type.names.length * type.width;
    case 'sequence':
      // With the mask, which is there whatever was pooled.
      return (
        type.names.length * type.width * (type.past === EVERY_POSITION ? type.length : pooled || type.length) +
        type.length
      );
    case 'tokens':
      return type.length * type.width;
    case 'vector':
      return type.width;
    case 'interests':
      return type.count * type.width;
    case 'pairing':
      return 2 * type.width;
    case 'classes':
      return 2 * sum(type.widths);
    case 'logits':
      return type.classes;
    case 'penalty':
    case 'internal':
      return 0;
  }
}

/**
 * Floats a block makes on the way, by row: its operations tell how often its matrices are applied, and each time gives
 * as many numbers as they have columns.
 */
function floatsWithin(flops: number, shapes: readonly (readonly number[])[]): number {
  const matrices = shapes.filter(({ length }) => length > 1);
  const numbers = sum(matrices.map(sizeOf));
  return numbers === 0 ? 0 : (flops / (2 * numbers)) * sum(matrices.map((shape) => shape.at(-1)!));
}

/** Why a graph cannot be trained on a device with these limits, as problems of the graph. */
export function problemsOfMemory(
  { total, largestTable, largestTensor, hits }: Memory,
  { maxBufferSize, maxStorageBufferBindingSize }: BufferLimits,
): Problem[] {
  const limit = Math.min(maxBufferSize, maxStorageBufferBindingSize);
  const most = MOST_BUFFERS * maxBufferSize;
  return [
    ...(largestTensor.bytes > limit
      ? [
          {
            nodeId: largestTensor.nodeId,
            code: 'tensor-too-large',
            values: { bytes: largestTensor.bytes, limit },
          } as const,
        ]
      : []),
    ...(hits.bytes > limit
      ? [{ nodeId: hits.nodeId, code: 'hits-too-large', values: { bytes: hits.bytes, limit } } as const]
      : []),
    ...(total > most
      ? [
          {
            nodeId: '',
            code: 'too-large-for-gpu',
            values: {
              bytes: total,
              limit: most,
              table: largestTable?.id ?? '',
              tableBytes: largestTable?.bytes ?? 0,
            },
          } as const,
        ]
      : []),
  ];
}
