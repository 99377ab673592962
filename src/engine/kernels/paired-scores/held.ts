/** How many scores are held at once while the hardest negatives of a batch are looked for. */

/** 64 MiB. */
export const HELD = 2 ** 24;

/** Rows whose scores against the batch are held at once. */
export const rowsHeld = (batch: number, held = HELD): number => Math.min(batch, Math.max(1, Math.floor(held / batch)));

export const scoresHeld = (batch: number): number => batch * rowsHeld(batch);
