/** The drag that is going on, and the board that it goes over. */
import { createStore } from 'zustand/vanilla';
import { useStore } from 'zustand';
import type { Drawing as Drawn } from '../board/drawing';
import { IDLE, type Drag } from '../editor/drag';
import type { Spot } from '../editor/nearest';

/** Where the board is on the screen. */
export interface BoardView {
  drawn: Drawn;
  /** From the window's pixels to the board's; null outside the board. */
  toBoard(point: Spot): Spot | null;
  zoom(): number;
}

interface DragState {
  drag: Drag;
  board: BoardView | null;
}

/** One for the page: there is one pointer. */
export const dragging = createStore<DragState>(() => ({ drag: IDLE, board: null }));

export const useDrag = <T>(select: (state: DragState) => T): T => useStore(dragging, select);
