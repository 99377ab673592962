/** A drag that ends on what it began on is no click. */
export function swallowClick(): void {
  const swallow = (event: MouseEvent): void => {
    event.preventDefault();
    event.stopPropagation();
  };
  window.addEventListener('click', swallow, { capture: true, once: true });
  // Where no click follows, the next one counts.
  setTimeout(() => window.removeEventListener('click', swallow, true));
}
