/** Where the card stands, in pixels of the window. */

export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** Of what the card stands beside: at its upper edge inside, below it, or left of the row that it stands in. */
export type Side = 'within' | 'below' | 'left';

const GAP = 12;

export interface ControlAt {
  control: Box;
  /** What it stands in. */
  row: Box;
}

interface Size {
  width: number;
  height: number;
}

/** The card's upper left corner, as near to its control as the window allows. */
export function placeCard(
  side: Side,
  { control, row }: ControlAt,
  card: Size,
  window: Size,
): { left: number; top: number } {
  const left = side === 'left' ? row.left - GAP - card.width : (control.left + control.right - card.width) / 2;
  const top = (side === 'within' ? control.top : control.bottom) + GAP;
  return {
    left: within(left, window.width - card.width),
    top: within(top, window.height - card.height),
  };
}

/** Clear of the window's edges; of a window that is too small, the near one. */
const within = (at: number, room: number): number => Math.max(GAP, Math.min(at, room - GAP));
