/**
 * A lending log as a library's program would write it, with a trap: its first column is called "client" and holds the
 * reader's device.
 */

/** Numbers in [0, 1) from a seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const CARDS = 90;
const BOOKS = 60;
const SHELVES = ['crime', 'travel', 'science'] as const;

const shelfOf = (book: number) => SHELVES[book % SHELVES.length]!;
const pad = (n: number) => String(n).padStart(4, '0');

/** Every reader keeps to one shelf, nine times out of ten. */
export function lendings(seed = 11): { log: string; books: string } {
  const random = seeded(seed);
  const events: { card: number; book: number; at: number }[] = [];
  for (let card = 0; card < CARDS; card++) {
    const taken = new Set<number>();
    const start = Date.UTC(2025, 0, 1) + random() * 60 * 86_400_000;
    for (let visit = 0; visit < 16; visit++) {
      const stray = random() < 0.1;
      const own = Math.floor(random() * (BOOKS / SHELVES.length)) * SHELVES.length + (card % SHELVES.length);
      const book = stray ? Math.floor(random() * BOOKS) : own;
      if (taken.has(book)) continue;
      taken.add(book);
      events.push({ card, book, at: start + visit * 3 * 86_400_000 });
    }
  }
  events.sort((a, b) => a.at - b.at);
  const clients = ['desk', 'app', 'web'];
  const log = [
    'client,card,book,lent_at',
    ...events.map(
      ({ card, book, at }) =>
        `${clients[Math.floor(random() * 3)]},C${pad(card)},B${pad(book)},${new Date(at).toISOString()}`,
    ),
  ];
  const books = [
    'book,title,shelf',
    ...Array.from(
      { length: BOOKS },
      (_, book) => `B${pad(book)},"The ${shelfOf(book)} of number ${book}, retold",${shelfOf(book)}`,
    ),
  ];
  return { log: `${log.join('\n')}\n`, books: `${books.join('\n')}\n` };
}

export const csv = (name: string, text: string) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
