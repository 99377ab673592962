/**
 * Hands a key to a drawn node, which takes the focus: a click on a node brings the focus to the heading of its
 * settings, and arrows go on from the node all the same. False where it is not on the screen.
 */
export function keyToNode(key: string, node: string): boolean {
  const drawn = document.querySelector<HTMLElement>(`[data-node="${CSS.escape(node)}"]`);
  if (!drawn?.offsetParent) return false;
  drawn.focus();
  drawn.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  return true;
}
