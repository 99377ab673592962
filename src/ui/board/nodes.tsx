/** What is drawn at a place of the board: a block, a row of field chips, or the lane behind a tower. */
import { Handle, Position, type Node, type NodeProps } from '@xyflow/react';
import type { KeyboardEvent } from 'react';
import type { Side } from '../../model/document/graph';
import { Marker } from '../controls/Marker';
import { useSpeech } from '../lab';
import type { Probe } from '../../model/check/probe';
import type { Problem } from '../../model/document/problem';
import { countInWords, isWarning } from '../problems';
import { Gauge, LiveTerm } from './Gauge';
import type { LaneSide } from './layout/geometry';

export interface BlockData extends Record<string, unknown> {
  side: Side;
  title: string;
  /** Its id, where another node of the side has the same title. */
  ownName: string | null;
  shape: string;
  summary: string;
  /** Names of embedded fields; null for a block that is no input. */
  chips: readonly string[] | null;
  /** The live values that stand on it. */
  gauge: Probe | null;
  /** These towers are the ones that were trained last: their values are those of the run. */
  isLive: boolean;
  problems: readonly Problem[];
  selected: boolean;
  /** The one node that Tab reaches. */
  tabbable: boolean;
  open(): void;
  openMenu(x: number, y: number): void;
  onKeyDown(event: KeyboardEvent): void;
}
export interface LaneData extends Record<string, unknown> {
  side: LaneSide;
  parameters: number | null;
  unused: readonly string[];
}
export type BoardNode = Node<BlockData, 'block'> | Node<LaneData, 'lane'>;

function BlockNode({ id, data }: NodeProps<Node<BlockData, 'block'>>) {
  const speech = useSpeech();
  const { words } = speech;
  const {
    side,
    title,
    ownName,
    shape,
    summary,
    chips,
    gauge,
    isLive,
    problems,
    selected,
    tabbable,
    open,
    openMenu,
    onKeyDown,
  } = data;
  return (
    <>
      <Handle type="target" position={Position.Bottom} isConnectable={false} />
      <button
        type="button"
        className={`node ${side} ${chips ? 'input' : ''}`}
        data-node={id}
        aria-current={selected || undefined}
        title={summary || undefined}
        tabIndex={tabbable ? 0 : -1}
        onClick={open}
        onKeyDown={onKeyDown}
        onContextMenu={(event) => {
          event.preventDefault();
          openMenu(event.clientX, event.clientY);
        }}
      >
        <span className="node-head">
          <Marker side={side} />
          <b>{title}</b>
          {ownName !== null && <small className="own-name">{ownName}</small>}
          <span className="sr-only">{words.side[side]}</span>
          {problems.length > 0 && (
            <em className={problems.every(isWarning) ? 'badge warn' : 'badge'} title={countInWords(problems, speech)}>
              {problems.length}
              <span className="sr-only">{countInWords(problems, speech)}</span>
            </em>
          )}
          <span className="shape">{side === 'objective' ? isLive && <LiveTerm id={id} /> : shape}</span>
        </span>
        {chips ? (
          <span className="chips">
            {chips.map((chip) => (
              <span key={chip} className="field">
                {chip}
              </span>
            ))}
          </span>
        ) : (
          (summary || !gauge) && <span className="node-line">{summary}</span>
        )}
        {gauge && <Gauge probe={gauge} isLive={isLive} />}
      </button>
      <Handle type="source" position={Position.Top} isConnectable={false} />
    </>
  );
}

function LaneNode({ data: { side, parameters, unused } }: NodeProps<Node<LaneData, 'lane'>>) {
  const { words, count } = useSpeech();
  return (
    <div className={`lane ${side}`}>
      {unused.length > 0 && (
        <div className="chips unused" title={words.board.unusedFields}>
          {unused.map((name) => (
            <span key={name} className="field off">
              {name}
            </span>
          ))}
        </div>
      )}
      <div className="lane-foot">
        <b>{side === 'user' ? words.board.userTower : words.board.itemTower}</b>
        <span>{parameters === null ? '' : count(words.board.parameters, parameters)}</span>
      </div>
    </div>
  );
}

export const nodeTypes = { block: BlockNode, lane: LaneNode };
