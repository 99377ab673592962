/**
 * The same model as a nested list, from the match down to the fields: the way through it by keyboard and screen reader,
 * and on a phone.
 */
import { useRef, useState, type KeyboardEvent } from 'react';
import { findBlock } from '../../model/nodes/registry';
import type { GraphNode, Side, TowerGraph } from '../../model/document/graph';
import { fieldsOf, summaryOf } from '../board/describe';
import { Marker } from '../controls/Marker';
import { depthsOf } from '../depth';
import { nodeName } from '../editing/named';
import { useNodeKeys } from '../editing/useNodeActions';
import { useBench, useSpeech } from '../lab';
import { countInWords, isWarning, useProblems } from '../problems';
import { usePicking } from './usePicking';

const SIDES: readonly Side[] = ['objective', 'match', 'user', 'item'];

export function Outline({ graph }: { graph: TowerGraph }) {
  const { view } = useBench();
  const speech = useSpeech();
  const { words } = speech;
  const problems = useProblems();
  const groups = SIDES.map((side) => ({ side, nodes: fromTheTop(graph, side) })).filter(
    ({ nodes }) => nodes.length > 0,
  );
  const order = groups.flatMap(({ nodes }) => nodes.map(({ id }) => id));
  const [current, setCurrent] = useState(order[0]);
  const picking = usePicking(graph, order);
  const onNodeKey = useNodeKeys(graph);
  const tree = useRef<HTMLUListElement>(null);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing || (current && onNodeKey(event.nativeEvent, current))) return;
    if (current && picking.onKey(event, current)) return;
    const at = order.indexOf(current ?? '');
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: order.length - 1 }[event.key];
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      view.setState({ selected: current ?? null });
    }
    const next = to === undefined ? undefined : order[to];
    if (next === undefined) return;
    event.preventDefault();
    if (event.shiftKey) picking.extend(current ?? next, next);
    setCurrent(next);
    tree.current?.querySelector<HTMLElement>(`[data-outline="${CSS.escape(next)}"]`)?.focus();
  };

  return (
    <ul className="outline" role="tree" aria-multiselectable="true" aria-label={words.settings.outline} ref={tree}>
      {groups.map(({ side, nodes }) => (
        <li key={side} role="none">
          <span className={`outline-side ${side}`} id={`outline-${side}`}>
            {words.side[side]}
          </span>
          <ul role="group" aria-labelledby={`outline-${side}`}>
            {nodes.map((node) => {
              const block = findBlock(node.block);
              const own = problems.filter(({ nodeId }) => nodeId === node.id);
              return (
                <li
                  key={node.id}
                  role="treeitem"
                  aria-selected={picking.picked.includes(node.id)}
                  data-outline={node.id}
                  tabIndex={node.id === (order.includes(current ?? '') ? current : order[0]) ? 0 : -1}
                  onKeyDown={onKeyDown}
                  onFocus={() => setCurrent(node.id)}
                  onClick={(event) => {
                    if (event.shiftKey || event.ctrlKey || event.metaKey) picking.pick(node.id, event.shiftKey);
                    else view.setState({ selected: node.id, picked: [] });
                  }}
                  onContextMenu={(event) => {
                    event.preventDefault();
                    view.setState({ menu: { node: node.id, x: event.clientX, y: event.clientY } });
                  }}
                >
                  <Marker side={node.side} />
                  <b>{nodeName(graph, node.id, speech)}</b>
                  <span>{speech.line(...fieldsOf(node, block, graph), summaryOf(node, block, speech))}</span>
                  {own.length > 0 && (
                    <em className={own.every(isWarning) ? 'warn' : 'wrong'}>{countInWords(own, speech)}</em>
                  )}
                </li>
              );
            })}
          </ul>
        </li>
      ))}
    </ul>
  );
}

/** Nodes of a side, nearest to the match first. */
function fromTheTop(graph: TowerGraph, side: Side): GraphNode[] {
  const depths = depthsOf(graph);
  return graph.nodes
    .filter((node) => node.side === side)
    .toSorted((a, b) => (depths.get(a.id) ?? 0) - (depths.get(b.id) ?? 0));
}
