import type { CSSProperties } from 'react';

/** Colours of interests in the tokens; more interests begin again with the first. */
const COLOURS = 8;

/** Gives what stands for an interest, and all within, its colour. */
export const coloured = (interest: number): CSSProperties & Record<'--interest', string> => ({
  '--interest': `var(--interest-${interest % COLOURS})`,
});
