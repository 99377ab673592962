/**
 * All that can be done to a node, with the key that does it: one list for the menu, the keys of the board and those of
 * the outline.
 */
import { useCallback, useMemo } from 'react';
import type { Task } from '../../lab/stores/view';
import { channelOf } from '../../model/edits/channels';
import { canHeal } from '../../model/edits/nodes';
import type { TowerGraph } from '../../model/document/graph';
import { nodeById } from '../../model/document/graph-edits';
import type { Point } from '../../model/edits/positions';
import { embeds } from '../../model/edits/fields';
import { edgesAt } from '../../model/edits/wiring';
import { inEveryLanguage, type Speech } from '../../words/words';
import { isArrow, type Arrow } from '../board/walk';
import { inHand } from '../editor/selection';
import { useBench, useSpeech, useView } from '../lab';
import { edgesIn, edgesOut } from './ConnectDialogs';
import type { Edits } from './edits';
import { openSettings } from './focus';
import { clipboardActions, setActions } from './set-actions';
import { useEdits } from './useEdits';

export interface NodeAction {
  id: string;
  label: string;
  /** Shown beside the label; the actions without one are reached by the menu. */
  key?: string;
  enabled: boolean;
  /** A line is drawn above it. */
  begins?: true;
  run(): void;
}

export function useNodeActions(graph: TowerGraph | undefined): (node: string) => NodeAction[] {
  const { view } = useBench();
  const speech = useSpeech();
  const picked = useView((v) => v.picked);
  const edits = useEdits();
  return useMemo(() => {
    const { words, count } = speech;
    const w = words.editing;
    const begin = (task: Task) => (): void => {
      view.setState({ task });
    };
    return (node) => {
      if (!graph) return [];
      const several = inHand(graph, picked, node);
      if (several.length > 1) return setActions(several, edits, speech);
      const wired = graph.edges.some(({ from, to }) => from.node === node || to.node === node);
      const side = nodeById(graph, node)?.side;
      // A channel belongs to a tower: below a match lies everything.
      const channel = side === 'user' || side === 'item' ? channelOf(graph, node).length : 1;
      const heals = canHeal(graph, node);
      return [
        {
          id: 'settings',
          label: w.settings,
          key: words.help.enterKey,
          enabled: true,
          run: () => openSettings(view, node),
        },
        { id: 'add', label: w.addHere, key: 'A', enabled: true, run: begin({ kind: 'add', node }) },
        {
          id: 'connect-output',
          label: w.connectTo,
          key: 'C',
          enabled: edgesOut(graph, node).length > 0,
          begins: true,
          run: begin({ kind: 'connect-output', node }),
        },
        {
          id: 'connect-input',
          label: w.connectFrom,
          key: 'I',
          enabled: edgesIn(graph, node, null).length > 0,
          run: begin({ kind: 'connect-input', node, input: null }),
        },
        { id: 'disconnect', label: w.disconnect, enabled: wired, run: begin({ kind: 'disconnect', node }) },
        ...channelActions(graph, node, edits, speech),
        ...fieldActions(graph, node, begin, speech),
        { id: 'change', label: w.change, enabled: true, begins: true, run: begin({ kind: 'change', node }) },
        { id: 'rename', label: w.rename, key: 'F2', enabled: true, run: begin({ kind: 'rename', node }) },
        { id: 'duplicate', label: w.duplicate, key: 'Ctrl D', enabled: true, run: () => edits.duplicate(node, false) },
        {
          id: 'duplicate-channel',
          label: count(w.duplicateChannel, channel),
          enabled: channel > 1,
          run: () => edits.duplicate(node, true),
        },
        ...clipboardActions([node], edits, speech),
        ...(heals
          ? [
              {
                id: 'remove-healing',
                label: w.removeHealing,
                key: words.help.deleteKey,
                enabled: true,
                begins: true as const,
                run: () => edits.remove(node, true),
              },
            ]
          : []),
        {
          id: 'remove',
          label: w.remove,
          key: heals ? `⇧ ${words.help.deleteKey}` : words.help.deleteKey,
          enabled: true,
          ...(heals ? {} : { begins: true as const }),
          run: () => edits.remove(node, false),
        },
      ];
    };
  }, [graph, view, speech, picked, edits]);
}

/** Where a node is one of several channels of an input: before or behind its neighbour. */
function channelActions(graph: TowerGraph, node: string, edits: Edits, { words }: Speech): NodeAction[] {
  const edge = graph.edges.find(({ from, to }) => from.node === node && edgesAt(graph, to).length > 1);
  if (!edge) return [];
  const own = edgesAt(graph, edge.to);
  const at = own.indexOf(edge);
  const move = (by: -1 | 1) => (): void => {
    edits.drop({ kind: 'channel', edge }, { kind: 'among', edge, index: at + by });
  };
  return [
    { id: 'earlier', label: words.editing.earlier, enabled: at > 0, run: move(-1) },
    { id: 'later', label: words.editing.later, enabled: at < own.length - 1, run: move(1) },
  ];
}

/** Of a node that embeds fields. */
function fieldActions(
  graph: TowerGraph,
  node: string,
  begin: (task: Task) => () => void,
  { words }: Speech,
): NodeAction[] {
  const into = embeds(nodeById(graph, node));
  if (!into) return [];
  return [
    {
      id: 'add-field',
      label: words.editing.addField,
      enabled: true,
      begins: true,
      run: begin({ kind: 'add-field', node }),
    },
    {
      id: 'move-field',
      label: words.editing.moveField,
      enabled: into.ids.length > 1,
      run: begin({ kind: 'move-field', node }),
    },
  ];
}

/** How far a key moves a node. */
const NUDGE = 20;
const NUDGES: Readonly<Record<Arrow, Point>> = {
  ArrowUp: [0, -NUDGE],
  ArrowDown: [0, NUDGE],
  ArrowLeft: [-NUDGE, 0],
  ArrowRight: [NUDGE, 0],
};

/** Where Alt with an arrow moves a node, or null. */
const nudgeOf = ({ key, shiftKey, ctrlKey, metaKey, altKey }: KeyboardEvent): Point | null =>
  altKey && !shiftKey && !ctrlKey && !metaKey && isArrow(key) ? NUDGES[key] : null;

/** What a key on a node does, by the action's id; letters go by their place on the keyboard. */
function actionOf({ key, code, shiftKey, ctrlKey, metaKey, altKey }: KeyboardEvent): string | null {
  if ((ctrlKey || metaKey) && !altKey && !shiftKey && code === 'KeyD') return 'duplicate';
  if (ctrlKey || metaKey || altKey) return null;
  if (key === 'Delete' || key === 'Backspace') return shiftKey ? 'remove' : 'remove-healing';
  if (shiftKey) return null;
  if (key === 'F2') return 'rename';
  return { KeyA: 'add', KeyC: 'connect-output', KeyI: 'connect-input' }[code] ?? null;
}

/**
 * Handles keys on a node, wherever the focus is that they are meant for it; true where the key was one of its own.
 */
export function useNodeKeys(graph: TowerGraph | undefined): (event: KeyboardEvent, node: string) => boolean {
  const { view } = useBench();
  const actionsOf = useNodeActions(graph);
  const edits = useEdits();
  return useCallback(
    (event, node) => {
      if (event.isComposing || event.keyCode === 229) return false;
      const { key, code, shiftKey, ctrlKey, metaKey, altKey } = event;
      const isPlain = !shiftKey && !ctrlKey && !metaKey && !altKey;
      if (key === 'ContextMenu' || (key === 'F10' && shiftKey) || (code === 'KeyM' && isPlain)) {
        event.preventDefault();
        const { left, bottom } = placeOf(event.target, node);
        view.setState({ menu: { node, x: left, y: bottom } });
        return true;
      }
      const nudge = nudgeOf(event);
      if (nudge && graph) {
        // Alt with an arrow is the browser's way back, too.
        event.preventDefault();
        edits.shift(inHand(graph, view.getState().picked, node), nudge);
        return true;
      }
      const wanted = actionOf(event);
      if (!wanted) return false;
      const actions = actionsOf(node);
      const action =
        actions.find(({ id }) => id === wanted) ??
        (wanted === 'remove-healing' ? actions.find(({ id }) => id === 'remove') : undefined);
      event.preventDefault();
      if (action?.enabled) action.run();
      else
        view.setState({ notice: { text: inEveryLanguage((speech) => speech.words.editing.nothingFits), undo: false } });
      return true;
    },
    [graph, view, edits, actionsOf],
  );
}

/** Of what has the focus, or of the node on the board where nothing has. */
function placeOf(target: EventTarget | null, node: string): DOMRect {
  const focused = target instanceof Element && target !== document.body ? target : null;
  const drawn = document.querySelector(`[data-node="${CSS.escape(node)}"]`);
  return (focused ?? drawn ?? document.body).getBoundingClientRect();
}
