/** What is drawn at a place of the board: a block, a row of field chips, or the lane behind a tower. */
import { Handle, Position, type Node, type NodeProps } from '@xyflow/react';
import { memo, type KeyboardEvent } from 'react';
import { Marker } from '../controls/Marker';
import { useSpeech } from '../lab';
import type { Problem } from '../../model/document/problem';
import { countInWords, isWarning } from '../problems';
import { Gauge, LiveTerm } from './Gauge';
import { Icon } from '../controls/Icon';
import type { DrawnNode } from './drawn-nodes';
import type { LaneSide } from './layout/geometry';
import { chipsWithRoom } from './measure';

export interface BlockData extends DrawnNode, Record<string, unknown> {
  /** These towers are the ones that were trained last: their values are those of the run. */
  isLive: boolean;
  problems: readonly Problem[];
  selected: boolean;
  /** The one node that Tab reaches. */
  tabbable: boolean;
  open(): void;
  openMenu(x: number, y: number): void;
  /** Shows what is folded in a group, or folds it again. */
  toggle(key: string): void;
  onKeyDown(event: KeyboardEvent): void;
}
export interface LaneData extends Record<string, unknown> {
  side: LaneSide;
  parameters: number | null;
  unused: readonly string[];
}
export type BoardNode = Node<BlockData, 'block'> | Node<LaneData, 'lane'>;

function BlockNode({ id, data, width = 0 }: NodeProps<Node<BlockData, 'block'>>) {
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
    folded,
    opened,
    isLive,
    problems,
    selected,
    tabbable,
    open,
    openMenu,
    toggle,
    onKeyDown,
  } = data;
  return (
    <>
      <Handle type="target" position={Position.Bottom} isConnectable={false} />
      <button
        type="button"
        className={`node ${side} ${chips ? 'input' : ''} ${folded ? 'folded' : ''}`}
        data-node={id}
        aria-current={selected || undefined}
        title={speech.line(title, summary) || undefined}
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
          <Chips chips={chips} width={width} />
        ) : (
          (summary || !gauge) && <span className="node-line">{summary}</span>
        )}
        {gauge && <Gauge probe={gauge} isLive={isLive} />}
      </button>
      {folded && (
        <FoldButton
          label={speech.fill(words.board.openGroup, { title, n: folded.count })}
          icon="unfold"
          onClick={() => toggle(folded.key)}
        />
      )}
      {opened && <FoldButton label={words.board.foldGroup} icon="fold" onClick={() => toggle(opened.key)} />}
      <Handle type="source" position={Position.Top} isConnectable={false} />
    </>
  );
}

/** For the mouse and the finger; the key E does the same. */
function FoldButton({ label, icon, onClick }: { label: string; icon: 'fold' | 'unfold'; onClick(): void }) {
  return (
    <button type="button" className={`fold ${icon}`} tabIndex={-1} aria-label={label} title={label} onClick={onClick}>
      <Icon name={icon} />
    </button>
  );
}

/** Those that have room, and how many more there are. */
function Chips({ chips, width }: { chips: readonly string[]; width: number }) {
  const { items } = useSpeech();
  const shown = chipsWithRoom(chips, width);
  return (
    <span className="chips">
      {chips.slice(0, shown).map((chip) => (
        <span key={chip} className="field">
          {chip}
        </span>
      ))}
      {shown < chips.length && (
        <span className="field more" title={items(chips.slice(shown))}>
          +{chips.length - shown}
        </span>
      )}
    </span>
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

export const nodeTypes = { block: memo(BlockNode), lane: memo(LaneNode) };
