/** How values of a category look: a colour and a shape each for those of most items. */
export const COLOURED = 8;
/** In a square of ten units. */
export const SHAPES = [
  'M1 5a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z',
  'M1.500 1.500h7v7h-7z',
  'M5 .8l4.500 8h-9z',
  'M5 .2l4.800 4.800l-4.800 4.800l-4.800 -4.800z',
  'M3.500 .5h3v3h3v3h-3v3h-3v-3h-3v-3h3z',
  'M5 9.200l4.500 -8h-9z',
  'M1 3l2 -2l2 2l2 -2l2 2l-2 2l2 2l-2 2l-2 -2l-2 2l-2 -2l2 -2z',
  'M.5 1.500l4.500 2.500l4.500 -2.500v7l-4.500 -2.500l-4.500 2.500z',
] as const;
/** Of interests; more of them begin again with the first. */
export const INTERESTS = 8;

/** The token of a value, and of an interest. */
export const colourOf = (value: number) => `--category-${value}` as const;
export const interestColour = (interest: number) => `--interest-${interest % INTERESTS}` as const;
export const cssColourOf = (value: number): string => `var(--category-${value})`;

/** Whether a value has a colour of its own. */
export const isColoured = (value: number | null): value is number => value !== null && value < COLOURED;
