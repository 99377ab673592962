import { flushSync } from 'react-dom';
import type { ViewStore } from '../../lab/stores/view';

/** Focus on a node once React has drawn it: on the board, or in the outline where the board is out of sight. */
export function focusNode(id: string | null): void {
  if (id !== null) requestAnimationFrame(() => place(id));
}

/** Focus on a node that is drawn already, now; once what was laid over it is gone. */
export function returnTo(id: string | null): void {
  if (id !== null && !place(id)) focusNode(id);
}

/**
 * The same as `focusNode` where nothing else has taken the focus: the settings of a node take it when they open in
 * sight.
 */
export function settleOn(id: string): void {
  requestAnimationFrame(() => {
    if (document.activeElement === null || document.activeElement === document.body) place(id);
  });
}

/**
 * Shows the settings of a node and goes there, also where they are shown already: at once, so that a key right after
 * finds the focus where it will stay. A frame later it is only brought back from what has closed meanwhile.
 */
export function openSettings(view: ViewStore, node: string): void {
  flushSync(() => view.setState({ selected: node, pane: 'settings' }));
  const go = (): void => document.querySelector<HTMLElement>('.inspector h2')?.focus();
  go();
  requestAnimationFrame(() => {
    if (document.activeElement === null || document.activeElement === document.body) go();
  });
}

/** Whether there is a place for it. */
function place(id: string): boolean {
  const name = CSS.escape(id);
  const places = [`[data-node="${name}"]`, `[data-outline="${name}"]`].flatMap(
    (selector) => document.querySelector<HTMLElement>(selector) ?? [],
  );
  const shown = places.find((drawn) => drawn.offsetParent !== null);
  shown?.focus();
  return shown !== undefined;
}
