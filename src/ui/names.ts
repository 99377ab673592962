/** Titles the lab gave its worlds, in the person's language; a title of the person's own stays as it is. */
import { CATALOG, type Speech } from '../words/words';

export function worldName(name: string, { words }: Speech): string {
  const id = (Object.keys(CATALOG.en.worlds) as (keyof typeof CATALOG.en.worlds)[]).find(
    (known) => known === name || CATALOG.en.worlds[known].title === name,
  );
  return id ? words.worlds[id].title : name;
}
