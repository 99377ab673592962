/** For tests: the rules of shown rows once more, as a search over plain rows. */
import type { Dataset } from './dataset';
import { timeCuts } from './split';
import type { PartName } from './shown';

export interface PlainRow {
  user: string;
  item: string;
  time: number;
  line: number;
  taken: boolean;
}

/** The rows that stay, by user, time and line, in the order of the data set's users. */
export function positionsOfPairs(
  rows: readonly PlainRow[],
  { users, items, events, userStart, split, protocol }: Dataset,
): { row: PlainRow; part: PartName; history: number }[] {
  const order: readonly PartName[] = ['train', 'validation', 'test'];
  const isEarlier = (a: Pick<PlainRow, 'time' | 'line'>, b: Pick<PlainRow, 'time' | 'line'>): boolean =>
    a.time < b.time || (protocol.ties === 'file' && a.time === b.time && a.line < b.line);
  const eventAt = (e: number) => ({ time: events.time[e]!, line: events.line[e]! });
  const [first, second] = timeCuts(events);
  const partOf = (user: number, moment: Pick<PlainRow, 'time' | 'line'>): PartName => {
    if (protocol.split === 'time') return moment.time < first ? 'train' : moment.time < second ? 'validation' : 'test';
    const [validation, test] = [split.validation, split.test].map((part) =>
      part.find((target) => target.user === user),
    );
    /** Nearer in time to the event before, or before both where they have one time. */
    const isBefore = (event: number): boolean => {
      const [before, own] = [eventAt(event - 1), eventAt(event)];
      if (before.time === own.time) return isEarlier(moment, own);
      return Math.abs(moment.time - before.time) < Math.abs(own.time - moment.time);
    };
    if (!validation || isBefore(validation.events[0]!)) return 'train';
    return isBefore(test!.events[0]!) ? 'validation' : 'test';
  };
  return users.flatMap((name, user) => {
    const own = Array.from({ length: userStart[user + 1]! - userStart[user]! }, (_, i) => userStart[user]! + i);
    const stay: { row: PlainRow; part: PartName; history: number }[] = [];
    for (const row of rows
      .filter((one) => !one.taken && one.user === name && items.includes(one.item))
      .sort((a, b) => a.time - b.time || a.line - b.line)) {
      const part = partOf(user, row);
      const wasTaken = own.some(
        (e) => items[events.item[e]!] === row.item && order.indexOf(partOf(user, eventAt(e))) <= order.indexOf(part),
      );
      const wasMet = stay.some((one) => one.row.item === row.item && one.part === part);
      if (wasTaken || (wasMet && protocol.repeats === 'first')) continue;
      stay.push({ row, part, history: own.filter((e) => isEarlier(eventAt(e), row)).length });
    }
    return stay;
  });
}
