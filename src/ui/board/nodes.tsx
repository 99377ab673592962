/** What is drawn at a place of the board: a block, a row of field chips, or the lane behind a tower. */
import { Handle, Position, type Node, type NodeProps } from '@xyflow/react';
import { memo, type KeyboardEvent } from 'react';
import { Marker } from '../controls/Marker';
import { useSpeech } from '../lab';
import type { AnyBlock } from '../../model/blocks/block';
import type { GraphEdge } from '../../model/document/graph';
import { portName } from '../../words/ports';
import type { Thing } from '../editor/things';
import { portsAt } from './ports';
import type { Problem } from '../../model/document/problem';
import { countInWords, isWarning } from '../problems';
import { Gauge, LiveTerm } from './Gauge';
import { Icon } from '../controls/Icon';
import { grip } from '../dragging/grip';
import type { Chip, DrawnNode } from './drawn-nodes';
import type { LaneSide } from './layout/geometry';
import { chipsWithRoom } from './measure';

export interface BlockData extends DrawnNode, Record<string, unknown> {
  /** These towers are the ones that were trained last: their values are those of the run. */
  isLive: boolean;
  problems: readonly Problem[];
  selected: boolean;
  /** One of several that are picked. */
  isPicked: boolean;
  /** What goes along when it is moved. */
  carried: readonly string[];
  /** The edge whose place among its like it may change: it is a channel beside others. */
  channel: GraphEdge | null;
  block: AnyBlock | undefined;
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
    isPicked,
    carried,
    channel,
    block,
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
        className={`node ${side} ${chips ? 'input' : ''} ${folded ? 'folded' : ''} ${isPicked ? 'picked' : ''}`}
        data-node={id}
        {...grip({ kind: 'nodes', ids: carried, from: [0, 0] })}
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
          {problems.length > 0 && (
            <em className={problems.every(isWarning) ? 'badge warn' : 'badge'} title={countInWords(problems, speech)}>
              {problems.length}
              <span className="sr-only">{countInWords(problems, speech)}</span>
            </em>
          )}
          {ownName !== null && <small className="own-name">{ownName}</small>}
          <span className="sr-only">{words.side[side]}</span>
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
      {channel && (
        <span className="channel-grip" title={words.board.reorder} {...grip({ kind: 'channel', edge: channel }, true)}>
          <Icon name="sideways" />
        </span>
      )}
      <Ports id={id} block={folded ? undefined : block} />
      {opened && <FoldButton label={words.board.foldGroup} icon="fold" onClick={() => toggle(opened.key)} />}
      <Handle type="source" position={Position.Top} isConnectable={false} />
    </>
  );
}

/** What an edge is drawn from, for the mouse and the finger; the keys C and I do the same. */
function Ports({ id, block }: { id: string; block: AnyBlock | undefined }) {
  const place = { x: 0, y: 0, width: 100, height: 100 };
  return (['outputs', 'inputs'] as const).flatMap((end) =>
    portsAt(block, end, place).map(({ name, x }) => {
      const thing: Thing =
        end === 'outputs'
          ? { kind: 'output', from: { node: id, output: name } }
          : { kind: 'input', to: { node: id, input: name } };
      return <Port key={`${end} ${name}`} end={end} name={name} at={x} thing={thing} />;
    }),
  );
}

/** @param at percent of the node's width */
function Port({ end, name, at, thing }: { end: 'inputs' | 'outputs'; name: string; at: number; thing: Thing }) {
  const speech = useSpeech();
  return (
    <span className={`port ${end}`} style={{ left: `${at}%` }} title={portName(name, speech)} {...grip(thing, true)} />
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
function Chips({ chips, width }: { chips: readonly Chip[]; width: number }) {
  const { items } = useSpeech();
  const shown = chipsWithRoom(
    chips.map(({ field }) => field),
    width,
  );
  return (
    <span className="chips">
      {chips.slice(0, shown).map(({ field, at }) => (
        <span key={`${at.node} ${at.table}`} className="field" {...grip({ kind: 'field', field, at })}>
          {field}
        </span>
      ))}
      {shown < chips.length && (
        <span className="field more" title={items(chips.slice(shown).map(({ field }) => field))}>
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
            <span key={name} className="field off nopan" {...grip({ kind: 'field', field: name, at: null })}>
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
