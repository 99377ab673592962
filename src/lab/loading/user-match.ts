/**
 * How well a user answers to a typed text: 0 by the whole id or title, 1 by its beginning, 2 by a part; null not at
 * all.
 */
export function matchOf(text: string, user: { id: string; title: string }): 0 | 1 | 2 | null {
  const wanted = text.trim().toLocaleLowerCase();
  const names = [user.id.toLocaleLowerCase(), user.title.toLocaleLowerCase()];
  if (names.includes(wanted)) return 0;
  if (names.some((name) => name.startsWith(wanted))) return 1;
  return names.some((name) => name.includes(wanted)) ? 2 : null;
}
