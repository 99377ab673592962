/** Width of a text in 11 px, on the safe side: full-width characters count double. */
export const textWidth = (text: string): number =>
  [...text].reduce((sum, character) => sum + ((character.codePointAt(0) ?? 0) > 0x2e7f ? 11.5 : 6.5), 0);
