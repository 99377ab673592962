/** What the interests of a user are called: they have no names of their own. */
export const numbered = (count: number): string[] => Array.from({ length: count }, (_, k) => `${k + 1}`);
