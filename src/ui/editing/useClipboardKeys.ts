/** Copy, cut and paste of nodes by the keys of the browser, wherever no text is meant. */
import { useEffect } from 'react';
import { pickedIn } from '../editor/selection';
import { useBench } from '../lab';
import { useEdits } from './useEdits';

const TEXT = 'input, textarea, select, [contenteditable=true]';

/** A text is marked, or is being typed: the clipboard is meant for it. */
const isText = (target: EventTarget | null): boolean =>
  (target instanceof Element && target.matches(TEXT)) || window.getSelection()?.isCollapsed === false;

/** The node that has the focus, on the board or in the outline. */
function focused(): string | null {
  const { dataset } = document.activeElement instanceof HTMLElement ? document.activeElement : document.body;
  return dataset['node'] ?? dataset['outline'] ?? null;
}

export function useClipboardKeys(): void {
  const { view, graph } = useBench();
  const edits = useEdits();
  useEffect(() => {
    /** What is in hand: nothing while a dialog or a menu is open. */
    const inHand = (): readonly string[] => {
      const { picked, selected, panel, task, menu } = view.getState();
      const drawn = graph.getState().document?.graph;
      if (!drawn || panel !== null || task !== null || menu !== null) return [];
      const several = pickedIn(drawn, picked);
      const [one] = pickedIn(drawn, [focused() ?? selected ?? '']);
      return several.length > 0 ? several : one === undefined ? [] : [one];
    };
    const onCopy = (event: ClipboardEvent): void => {
      if (event.defaultPrevented || isText(event.target)) return;
      const ids = inHand();
      if (ids.length === 0) return;
      event.preventDefault();
      event.clipboardData?.setData('text/plain', edits.textOf(ids));
      if (event.type === 'cut') edits.cutOut(ids);
      else edits.copied(ids);
    };
    const onPaste = (event: ClipboardEvent): void => {
      const { panel, task, menu } = view.getState();
      const isBusy = panel !== null || task !== null || menu !== null || !graph.getState().document;
      const text = event.clipboardData?.getData('text/plain') ?? '';
      if (event.defaultPrevented || isBusy || text === '' || isText(event.target)) return;
      event.preventDefault();
      edits.paste(text);
    };
    document.addEventListener('copy', onCopy);
    document.addEventListener('cut', onCopy);
    document.addEventListener('paste', onPaste);
    return () => {
      document.removeEventListener('copy', onCopy);
      document.removeEventListener('cut', onCopy);
      document.removeEventListener('paste', onPaste);
    };
  }, [view, graph, edits]);
}
