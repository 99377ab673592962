/** What the board shows of the document: its nodes in words, their live values, and where they stand. */
import { useMemo } from 'react';
import { isText } from '../../data/dataset';
import { findBlock } from '../../model/nodes/registry';
import type { GraphNode, TowerGraph } from '../../model/document/graph';
import type { Probe } from '../../model/check/probe';
import { useData, useDocument, useSpeech } from '../lab';
import { useOutputTypes, useProbes } from '../judgement';
import { useTrained } from '../trained';
import { nodeName } from '../editing/named';
import { fieldsOf, shapeOf, summaryOf, titleOf } from './describe';
import { edgeWeights } from './edge-weights';
import type { LaneSide } from './layout/geometry';
import { layOut } from './layout/layout';
import { blockSize, chipsHeight, gapOf, inputSize, isSlim } from './measure';

const LANE_FOOT = 34;
const NO_WEIGHTS: ReturnType<typeof edgeWeights> = new Map();

/** What stands on the board; null without a document. */
export type Drawing = NonNullable<ReturnType<typeof useDrawing>>;

export function useDrawing() {
  const document = useDocument();
  const speech = useSpeech();
  const summary = useData((data) => data.summary);
  const graph = document?.graph;
  const types = useOutputTypes();
  const probes = useProbes(graph);
  const isLive = useTrained()?.isDrawn ?? false;
  return useMemo(() => {
    if (!graph) return null;
    // A node shows the first of its live values that has several numbers.
    const gauges = new Map<string, Probe>(
      probes
        .filter(({ labels }) => labels.length > 1)
        .toReversed()
        .map((probe) => [probe.nodeId, probe]),
    );
    const twins = twinsOf(graph);
    const nodes = new Map(
      graph.nodes.map((node) => {
        const block = findBlock(node.block);
        const isInput = block !== undefined && Object.keys(block.inputs).length === 0;
        const first = Object.keys(block?.outputs ?? {})[0];
        const type = first === undefined ? undefined : types.get(node.id)?.[first];
        return [
          node.id,
          {
            side: node.side,
            title: titleOf(node, block, speech),
            ownName: twins.has(node.id) ? node.id : null,
            name: nodeName(graph, node.id, speech),
            shape: type && node.side !== 'objective' ? shapeOf(type) : '',
            summary: summaryOf(node, block, speech, type),
            chips: isInput ? fieldsOf(node, block, graph) : null,
            gauge: gauges.get(node.id) ?? null,
            isLive,
          },
        ];
      }),
    );
    const inputs = { user: 0, item: 0, match: 0, objective: 0 };
    for (const { side, chips } of nodes.values()) if (chips) inputs[side]++;
    const slim = isSlim(inputs.user + inputs.item);
    const used = new Set(
      graph.tables
        .filter(({ id }) => graph.nodes.some(({ params }) => JSON.stringify(params).includes(JSON.stringify(id))))
        .map(({ field }) => field),
    );
    const unused = (side: LaneSide): string[] =>
      (summary?.fields ?? [])
        .filter((field) => !used.has(field.name) && !isText(field) && (side === 'item') === (field.owner === 'item'))
        .map(({ name }) => name);
    const unusedFields = { user: unused('user'), item: unused('item') };
    const layout = layOut(
      graph,
      (id) => {
        const node = nodes.get(id);
        if (!node) return { width: 0, height: 0 };
        return node.chips
          ? inputSize(
              node.chips,
              [node.title, node.ownName ?? ''].join(' ').trim(),
              node.shape,
              inputs[node.side],
              slim,
            )
          : blockSize(node, slim);
      },
      (id) => Boolean(nodes.get(id)?.chips),
      { user: LANE_FOOT + chipsHeight(unusedFields.user, 340), item: LANE_FOOT + chipsHeight(unusedFields.item, 340) },
      gapOf(slim),
    );
    return { nodes, layout, unusedFields, weights: isLive ? edgeWeights(graph, gauges, types) : NO_WEIGHTS };
  }, [graph, types, probes, isLive, speech, summary]);
}

/** Nodes of a side that share a block, and so a title, with another one of that side. */
function twinsOf({ nodes }: TowerGraph): ReadonlySet<string> {
  const alike = (a: GraphNode, b: GraphNode): boolean => a !== b && a.block === b.block && a.side === b.side;
  return new Set(nodes.filter((node) => nodes.some((other) => alike(node, other))).map(({ id }) => id));
}
