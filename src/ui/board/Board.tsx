/** The two towers, drawn. One tab stop; arrows walk along the graph, Enter opens a node's settings. */
import '@xyflow/react/dist/base.css';
import { getViewportForBounds, ReactFlow, ReactFlowProvider, useReactFlow, useStore as useFlow } from '@xyflow/react';
import { useCallback, useEffect, useMemo, useRef } from 'react';
import { useBench, useData, useDocument, useRun, useSpeech, useView } from '../lab';
import { isText } from '../../data/dataset';
import { useProblems } from '../problems';
import { findBlock } from '../../model/blocks/blocks';
import type { Probe } from '../../model/probe';
import { useOutputTypes, useProbes } from '../output-types';
import { openSettings } from '../editing/focus';
import { useNodeKeys } from '../editing/useNodeActions';
import { Icon } from '../Icon';
import { edgeWeights } from './edge-weights';
import { fieldsOf, shapeOf, summaryOf, titleOf } from './describe';
import type { LaneSide } from './layout/geometry';
import { layOut } from './layout/layout';
import { blockSize, chipsHeight, gapOf, inputSize, isSlim } from './measure';
import { nodeTypes, type BoardNode } from './nodes';
import { edgeTypes, type RisingEdgeType } from './RisingEdge';
import { isArrow, walk } from './walk';

const LANE_FOOT = 34;
const [LEAST_ZOOM, MOST_ZOOM] = [0.2, 1.6];

export function Board() {
  return (
    <ReactFlowProvider>
      <Towers />
    </ReactFlowProvider>
  );
}

function useDrawing() {
  const document = useDocument();
  const speech = useSpeech();
  const summary = useData((data) => data.summary);
  const graph = document?.graph;
  const types = useOutputTypes();
  const probes = useProbes(graph);
  return useMemo(() => {
    if (!graph) return null;
    // A node shows the first of its live values that has several numbers.
    const gauges = new Map<string, Probe>(
      probes
        .filter(({ labels }) => labels.length > 1)
        .toReversed()
        .map((probe) => [probe.nodeId, probe]),
    );
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
            shape: type && node.side !== 'objective' ? shapeOf(type) : '',
            summary: summaryOf(node, block, speech, type),
            chips: isInput ? fieldsOf(node, block, graph) : null,
            gauge: gauges.get(node.id) ?? null,
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
          ? inputSize(node.chips, node.title, node.shape, inputs[node.side], slim)
          : blockSize(node, slim);
      },
      (id) => Boolean(nodes.get(id)?.chips),
      { user: LANE_FOOT + chipsHeight(unusedFields.user, 340), item: LANE_FOOT + chipsHeight(unusedFields.item, 340) },
      gapOf(slim),
    );
    return { nodes, layout, unusedFields, weights: edgeWeights(graph, gauges, types) };
  }, [graph, types, probes, speech, summary]);
}

function Towers() {
  const drawing = useDrawing();
  const { view } = useBench();
  const { words, fill } = useSpeech();
  const selected = useView((v) => v.selected);
  const problems = useProblems();
  const costs = useRun((run) => run.costs);
  const onNodeKey = useNodeKeys(useDocument()?.graph);
  const board = useRef<HTMLDivElement>(null);

  const nodes = useMemo<BoardNode[]>(() => {
    if (!drawing) return [];
    const { layout } = drawing;
    const tabbable = selected ?? drawing.nodes.keys().next().value;
    const lanes = (['user', 'item'] as const).map<BoardNode>((side) => {
      const { x, y, width, height } = layout.lanes[side];
      return {
        id: `lane:${side}`,
        type: 'lane',
        position: { x, y },
        width,
        height,
        selectable: false,
        focusable: false,
        zIndex: -1,
        data: {
          side,
          parameters: costs && (side === 'user' ? costs.userParameters : costs.itemParameters),
          unused: drawing.unusedFields[side],
        },
      };
    });
    const blocks = [...drawing.nodes].flatMap<BoardNode>(([id, node]) => {
      const place = layout.places.get(id);
      if (!place) return [];
      return {
        id,
        type: 'block',
        position: { x: place.x, y: place.y },
        width: place.width,
        height: place.height,
        data: {
          ...node,
          problems: problems.filter(({ nodeId }) => nodeId === id),
          selected: id === selected,
          tabbable: id === tabbable,
          open: () => openSettings(view, id),
          openMenu: (x, y) => view.setState({ menu: { node: id, x, y } }),
          onKeyDown: (event) => {
            if (event.nativeEvent.isComposing || onNodeKey(event, id)) return;
            if (event.key === 'Escape') view.setState({ selected: null });
            if (!isArrow(event.key)) return;
            event.preventDefault();
            const next = walk(layout, id, event.key);
            if (next) board.current?.querySelector<HTMLElement>(`[data-node="${CSS.escape(next)}"]`)?.focus();
          },
        },
      };
    });
    return [...lanes, ...blocks];
  }, [drawing, selected, problems, costs, view, board, onNodeKey]);

  const edges = useMemo<RisingEdgeType[]>(
    () =>
      (drawing?.layout.edges ?? []).map(({ edge, side, shortcut, points }) => ({
        id: `${edge.from.node}.${edge.from.output}>${edge.to.node}.${edge.to.input}`,
        source: edge.from.node,
        target: edge.to.node,
        type: 'rising',
        focusable: false,
        selectable: false,
        ariaLabel: fill(words.flow.edge, {
          from: drawing?.nodes.get(edge.from.node)?.title ?? edge.from.node,
          to: drawing?.nodes.get(edge.to.node)?.title ?? edge.to.node,
        }),
        data: { side, shortcut, points, weight: drawing?.weights.get(edge) ?? null },
      })),
    [drawing, fill, words],
  );

  if (!drawing) return <p className="board-empty">{words.board.empty}</p>;
  return (
    <div className="board" ref={board} role="group" aria-label={words.pane.towers} aria-describedby="board-keys">
      <p id="board-keys" className="sr-only">
        {words.board.keyboard}
      </p>
      <ReactFlow<BoardNode, RisingEdgeType>
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        nodesDraggable={false}
        nodesConnectable={false}
        nodesFocusable={false}
        edgesFocusable={false}
        elementsSelectable={false}
        zoomOnDoubleClick={false}
        minZoom={LEAST_ZOOM}
        maxZoom={MOST_ZOOM}
        deleteKeyCode={null}
        disableKeyboardA11y
        attributionPosition="bottom-left"
        ariaLabelConfig={{
          'node.a11yDescription.default': words.flow.nodeA11yDefault,
          'node.a11yDescription.keyboardDisabled': words.flow.nodeA11yKeyboard,
          'controls.ariaLabel': words.board.controls,
          'controls.zoomIn.ariaLabel': words.board.zoomIn,
          'controls.zoomOut.ariaLabel': words.board.zoomOut,
          'controls.fitView.ariaLabel': words.board.fit,
          'minimap.ariaLabel': words.flow.minimap,
        }}
      >
        <ViewControls width={drawing.layout.width} height={drawing.layout.height} />
      </ReactFlow>
    </div>
  );
}

/** Room for what lies over the board: its bar above, what was done last below. */
const AROUND = { x: 0.03, top: '52px', bottom: '26px' } as const;

/** The whole graph in view: at the start, when it changes its size, when its pane does. */
function ViewControls({ width, height }: { width: number; height: number }) {
  const { setViewport, zoomIn, zoomOut } = useReactFlow();
  const { words } = useSpeech();
  const paneWidth = useFlow((flow) => flow.width);
  const paneHeight = useFlow((flow) => flow.height);
  const fit = useCallback(() => {
    if (paneWidth > 0 && paneHeight > 0)
      void setViewport(
        getViewportForBounds({ x: 0, y: 0, width, height }, paneWidth, paneHeight, LEAST_ZOOM, MOST_ZOOM, AROUND),
      );
  }, [setViewport, width, height, paneWidth, paneHeight]);
  useEffect(fit, [fit]);
  return (
    <div className="board-controls" role="group" aria-label={words.board.controls}>
      <button
        type="button"
        className="icon"
        aria-label={words.board.zoomIn}
        title={words.board.zoomIn}
        onClick={() => void zoomIn()}
      >
        <Icon name="plus" />
      </button>
      <button
        type="button"
        className="icon"
        aria-label={words.board.zoomOut}
        title={words.board.zoomOut}
        onClick={() => void zoomOut()}
      >
        <Icon name="minus" />
      </button>
      <button type="button" className="icon" aria-label={words.board.fit} title={words.board.fit} onClick={fit}>
        <Icon name="fit" />
      </button>
    </div>
  );
}
