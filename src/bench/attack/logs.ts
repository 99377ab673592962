/** Logs and item tables to spoil. */

/** Seconds since 1970. */
export const TIME = 1_600_000_000;
export const HOUR = 3600;

export interface Event {
  row: number;
  /** Numbers of the user and the item. */
  u: number;
  i: number;
  user: string;
  item: string;
  time: number;
}

/** Which item is in a row: each time another one for the user of every 20th row. */
export function itemOf(row: number): number {
  return (row * 7 + Math.floor(row / 20)) % 40;
}

/** 240 events, an hour apart: 20 users with 12 of 40 items each. */
export const EVENTS: readonly Event[] = Array.from({ length: 240 }, (_, row) => {
  const [u, i] = [row % 20, itemOf(row)];
  return { row, u, i, user: `u${u}`, item: `i${i}`, time: TIME + row * HOUR };
});

export interface Shape {
  head: readonly string[] | null;
  delimiter: string;
  /** Behind every line, by its number. */
  newline: (line: number) => string;
}

const PLAIN: Shape = { head: ['user', 'item', 'time'], delimiter: ',', newline: () => '\n' };

/** Lines of cells. */
export const textOf = (rows: readonly (readonly unknown[])[], shape: Partial<Shape> = {}): string => {
  const { head, delimiter, newline } = { ...PLAIN, ...shape };
  return [...(head ? [head] : []), ...rows].map((cells, line) => `${cells.join(delimiter)}${newline(line)}`).join('');
};

/** All events, as `cells` writes them. */
export const logOf = (
  cells: (event: Event) => readonly unknown[] = ({ user, item, time }) => [user, item, time],
  shape: Partial<Shape> = {},
): string => textOf(EVENTS.map(cells), shape);

/** All events with another time. */
export const timed = (time: (event: Event) => unknown, head = ['user', 'item', 'time']): string =>
  logOf((event) => [event.user, event.item, time(event)], { head });

/** With other names of items. */
export const named = (item: (event: Event) => string): string =>
  logOf((event) => [event.user, item(event), event.time]);

/** With a column more. */
export const wider = (name: string, cell: (event: Event) => unknown): string =>
  logOf((event) => [event.user, event.item, event.time, cell(event)], { head: ['user', 'item', 'time', name] });

/** A table of the 40 items. */
export const itemTable = (
  head: readonly string[],
  cells: (i: number) => readonly unknown[],
  shape: Partial<Shape> = {},
): string =>
  textOf(
    Array.from({ length: 40 }, (_, i) => [`i${i}`, ...cells(i)]),
    { ...shape, head: ['item', ...head] },
  );

export const iso = (seconds: number): string => new Date(seconds * 1000).toISOString();
