/** For tests: a small log of impressions. */
import { build } from './build-testing';
import type { Dataset } from './dataset';

export interface Impression {
  user: string;
  item: string;
  /** Days since 1970. */
  day: number;
  taken: boolean;
}

export const DAY = 86_400_000;

/** The last that a user took is tested. */
const SHOWN = {
  ann: 'a0+ b1- a2- c3+ b4+ c5- d6+',
  bob: 'b0+ a1- c2+ a3+ b5- d7+',
  cat: 'c0- a1+ b2+ d4- c6+ a8-',
};
/** @param shown by user: item, day, and whether it was taken, 'a0+ b1-' */
export const impressions = (shown: Readonly<Record<string, string>>): Impression[] =>
  Object.entries(shown).flatMap(([user, all]) =>
    all.split(' ').map((one) => ({ user, item: one[0]!, day: Number(one[1]), taken: one[2] === '+' })),
  );
export const IMPRESSIONS: readonly Impression[] = impressions(SHOWN);

export async function impressionsDataset(rows: readonly Impression[] = IMPRESSIONS): Promise<Dataset> {
  const lines = rows.map(
    ({ user, item, day, taken }) => `${user},${item},${new Date(day * DAY).toISOString()},${Number(taken)}`,
  );
  const { dataset } = await build({
    log: `user,item,time,click\n${lines.join('\n')}\n`,
    columns: 'label=click',
    protocol: { positives: 'click=1', repeats: 'all', minItemEvents: 1, minUserEvents: 3 },
  });
  return dataset;
}
