/** Focus on a node once React has drawn it: on the board, or in the outline where the board is out of sight. */
export function focusNode(id: string | null): void {
  if (id === null) return;
  requestAnimationFrame(() => {
    const name = CSS.escape(id);
    const places = [...document.querySelectorAll<HTMLElement>(`[data-node="${name}"], [data-outline="${name}"]`)];
    places.find((place) => place.offsetParent !== null)?.focus();
  });
}
