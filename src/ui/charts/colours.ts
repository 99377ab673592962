/** Colours of the page as they are computed: what is drawn outside the style sheets cannot read `light-dark()`. */
export function coloursOnScreen<Token extends string>(tokens: readonly Token[]): Record<Token, string> {
  const swatch = document.body.appendChild(document.createElement('span'));
  const colours = tokens.map((token) => {
    swatch.style.color = `var(${token})`;
    return [token, getComputedStyle(swatch).color] as const;
  });
  swatch.remove();
  return Object.fromEntries(colours) as Record<Token, string>;
}
