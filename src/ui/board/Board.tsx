/** The two towers, drawn. One tab stop; arrows walk along the graph, Enter opens a node's settings. */
import './board.css';
import { ReactFlow, ReactFlowProvider } from '@xyflow/react';
import { useRef } from 'react';
import type { Words } from '../../words/catalog';
import { useBench, useSpeech } from '../lab';
import { nodeTypes, type BoardNode } from './nodes';
import { Targets } from '../dragging/Targets';
import { DragBoard } from './DragBoard';
import { FocusInView } from './FocusInView';
import { PickBox } from './PickBox';
import { useCarried } from './useCarried';
import { edgeTypes, type RisingEdgeType } from './RisingEdge';
import { useBoardEdges } from './useBoardEdges';
import { useBoardNodes } from './useBoardNodes';
import { useDrawing } from './useDrawing';
import { Overview } from './Overview';
import { LEAST_ZOOM, MOST_ZOOM } from './view';
import { useDetail } from './useDetail';
import { ViewControls } from './ViewControls';
import { useMoved } from './useMoved';

export function Board() {
  return (
    <ReactFlowProvider>
      <Towers />
    </ReactFlowProvider>
  );
}

function Towers() {
  const drawing = useDrawing();
  const { view } = useBench();
  const { words } = useSpeech();
  const board = useRef<HTMLDivElement>(null);
  const carried = useCarried(drawing);
  const nodes = useBoardNodes(drawing, carried?.layout, board);
  const edges = useBoardEdges(carried);
  const moved = useMoved();
  const detail = useDetail();
  if (!drawing) return <p className="board-empty">{words.board.empty}</p>;
  return (
    <div
      className={moved ? 'board moving' : 'board'}
      {...detail}
      data-coach="board"
      ref={board}
      role="group"
      aria-label={words.pane.towers}
      aria-describedby="board-keys"
    >
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
        onPaneClick={() => view.setState({ selected: null, picked: [] })}
        minZoom={LEAST_ZOOM}
        maxZoom={MOST_ZOOM}
        deleteKeyCode={null}
        selectionKeyCode={null}
        disableKeyboardA11y
        attributionPosition="top-right"
        ariaLabelConfig={flowLabels(words)}
      >
        <ViewControls bounds={drawing.layout} />
        <Overview bounds={drawing.layout} />
        <FocusInView board={board} />
        <DragBoard drawing={drawing} board={board} />
        <Targets drawing={drawing} />
        <PickBox drawing={drawing} board={board} />
      </ReactFlow>
    </div>
  );
}

/** What React Flow says by itself, in the language of the screen. */
const flowLabels = ({ flow, board }: Words) => ({
  'node.a11yDescription.default': flow.nodeA11yDefault,
  'node.a11yDescription.keyboardDisabled': flow.nodeA11yKeyboard,
  'edge.a11yDescription.default': flow.edgeA11y,
  'controls.ariaLabel': board.controls,
  'controls.zoomIn.ariaLabel': board.zoomIn,
  'controls.zoomOut.ariaLabel': board.zoomOut,
  'controls.fitView.ariaLabel': board.fit,
  'minimap.ariaLabel': flow.minimap,
});
