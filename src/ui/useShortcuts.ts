import { useEffect } from 'react';
import { transport } from '../lab/stores/run';
import type { ViewState } from '../lab/stores/view';
import { keyToNode } from './board/key-to-node';
import { isArrow } from './board/walk';
import { useEdits } from './editing/useEdits';
import { useNodeKeys } from './editing/useNodeActions';
import { useCanContinue, useNotReady } from './header/Transport';
import { useBench, useDocument } from './lab';
import { panelOf } from './panels/registry';
import { shortcutOf, type Shortcut } from './shortcuts';

const TYPING = 'input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable=true]';
const TAKES_SPACE = 'button, input, summary, a, [role=treeitem], [role=tab], [role=menuitem], [role=option]';

/** A dialog or a menu has the keys. */
const isBusy = ({ panel, task, menu }: ViewState): boolean => panel !== null || task !== null || menu !== null;

export function useShortcuts(): void {
  const bench = useBench();
  const edits = useEdits();
  const ready = useNotReady() === null;
  const continues = useCanContinue();
  const onNodeKey = useNodeKeys(useDocument()?.graph);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.repeat || isBusy(bench.view.getState())) return;
      const target = event.target instanceof Element ? event.target : null;
      const { picked } = bench.view.getState();
      const selected = bench.view.getState().selected ?? picked[0] ?? null;
      // While the focus is on its way back from a dialog, or nowhere, keys are meant for the node that is selected.
      if (selected !== null && (target === document.body || target === null)) {
        if (onNodeKey(event, selected)) return;
        if (event.key === 'Escape') bench.view.setState({ selected: null, picked: [] });
        if (isArrow(event.key) && keyToNode(event.key, selected)) return event.preventDefault();
      }
      const shortcut = shortcutOf(event, target?.matches(TYPING) ?? false, target?.matches(TAKES_SPACE) ?? false);
      if (!shortcut) return;
      event.preventDefault();
      act(shortcut);
    };
    const act = (shortcut: Shortcut): void => {
      const { main, mainEnabled, step, stop } = transport(bench.run.getState().progress.phase, ready, continues);
      switch (shortcut) {
        case 'main':
          if (mainEnabled) void bench[main]();
          return;
        case 'step':
          if (step) void bench.step();
          return;
        case 'stop':
          if (stop) void bench.stop();
          return;
        case 'undo':
        case 'redo':
          edits[shortcut]();
          return;
        case 'add':
          bench.view.setState(({ selected }) => ({ task: { kind: 'add', node: selected } }));
          return;
        case 'data':
        case 'help':
        case 'towers':
          bench.view.setState({ panel: shortcut });
          return;
        case 'projector':
          bench.view.setState(({ projector }) => ({ projector: !projector, pane: 'towers' }));
          return;
        case 'board':
          document.querySelector<HTMLElement>('[data-node][tabindex="0"]')?.focus();
          return;
        default: {
          const panel = panelOf(Number(shortcut.slice('panel:'.length)));
          if (panel) bench.view.setState({ tab: panel.id, pane: 'results' });
        }
      }
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [bench, edits, ready, continues, onNodeKey]);
}
