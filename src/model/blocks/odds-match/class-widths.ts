/** Widths of the parts of click, no click and bad: as equal as whole numbers allow. @param width from 3 */
export const classWidths = (width: number): [number, number, number] => {
  const [click, none] = [Math.ceil(width / 3), Math.ceil((width - 1) / 3)];
  return [click, none, width - click - none];
};
