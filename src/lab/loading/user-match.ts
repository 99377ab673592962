/** As names are compared. */
export const plainName = (text: string): string => text.toLocaleLowerCase();

/**
 * How well a user answers to a typed text: 0 by the whole id or title, 1 by its beginning, 2 by a part; null not at
 * all.
 */
export const matchOf = (text: string, { id, title }: { id: string; title: string }): 0 | 1 | 2 | null =>
  matchOfNames(plainName(text.trim()), plainName(id), plainName(title));

/** The same of names as they are compared. */
export function matchOfNames(wanted: string, id: string, title: string): 0 | 1 | 2 | null {
  if (id === wanted || title === wanted) return 0;
  if (id.startsWith(wanted) || title.startsWith(wanted)) return 1;
  return id.includes(wanted) || title.includes(wanted) ? 2 : null;
}
