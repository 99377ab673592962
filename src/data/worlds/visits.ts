/**
 * Who takes what when, in worlds where nothing changes: each user has lasting log odds for every item, which together
 * with the appeal of the items decide every choice. Sessions of a few minutes, days apart; now and then a click without
 * regard to taste.
 */
import { createRandom } from '../random';
import { weighted } from './draw';
import type { Share, Truth } from './world';

export interface Plainly {
  /** Id of the world: its stream of random numbers. */
  world: string;
  seed: number;
  users: readonly { id: string; events: number }[];
  items: readonly { id: string; appeal: number }[];
  /** [items] log odds of a user's choice on top of the appeal. */
  odds(user: number): Float64Array;
  interests(user: number): readonly Share[];
}

export interface Visit {
  user: number;
  item: number;
  /** ms since the epoch, whole seconds; all different within a user. */
  time: number;
  /** Session number within the user. */
  session: number;
  stray: boolean;
  /** Seconds. */
  dwell: number;
  liked: boolean;
}

/** A click without regard to taste. */
const STRAY = 0.05;
const DAY = 86_400_000;
const FIRST_DAY = Date.UTC(2024, 2, 4);
const HOURS = [9, 10, 11, 13, 15, 17, 18, 19];
/** Chance that a session goes on after each event: four events on average. */
const GOES_ON = 0.75;

/** All visits in the order of the log, and the truth they were drawn from. */
export function visitsOf(plan: Plainly): { rows: Visit[]; truth: Truth } {
  const byUser = plan.users.map((_, user) => visitsOfUser(plan, user));
  const rows = byUser.flat().sort((a, b) => a.time - b.time || a.user - b.user);
  return { rows, truth: truthOf(plan, byUser, rows) };
}

function visitsOfUser({ world, seed, users, items, odds }: Plainly, user: number): Visit[] {
  const { id, events } = users[user]!;
  const random = createRandom(seed, world, 'visits', id);
  const own = odds(user);
  const desire = Float64Array.from(items, ({ appeal }, i) => appeal * Math.exp(own[i]!));
  const shopWindow = Float64Array.from(items, ({ appeal }) => appeal);
  const average = desire.reduce((sum, x) => sum + x, 0) / shopWindow.reduce((sum, x) => sum + x, 0);
  const visits: Visit[] = [];
  let day = random.below(150);
  for (let session = 0; visits.length < events; session++, day += 1 + Math.floor(-7 * Math.log(1 - random.uniform()))) {
    let time = FIRST_DAY + day * DAY + HOURS[random.below(HOURS.length)]! * 3_600_000 + random.below(3600) * 1000;
    for (let opens = true; visits.length < events && (opens || random.uniform() < GOES_ON); opens = false) {
      const stray = random.uniform() < STRAY;
      const item = weighted(random, stray ? shopWindow : desire);
      // How much more wanted than the average of what is shown.
      const fit = stray ? -2 : (own[item]! - Math.log(average)) / 2;
      const dwell = stray
        ? 2 + random.below(8)
        : Math.round(Math.min(900, 10 + 30 * Math.exp(0.5 * fit + 0.5 * random.normal())));
      visits.push({
        user,
        item,
        time,
        session,
        stray,
        dwell,
        liked: random.uniform() < (stray ? 0.01 : 1 / (1 + Math.exp(1.6 - 0.9 * fit))),
      });
      desire[item] = 0;
      shopWindow[item] = 0;
      time += (dwell + 5 + random.below(90)) * 1000;
    }
  }
  return visits;
}

function truthOf(
  { world, users, items, odds, interests }: Plainly,
  byUser: readonly (readonly Visit[])[],
  rows: readonly Visit[],
): Truth {
  const index = new Map(users.map(({ id }, user) => [id, user]));
  const find = (id: string): number => {
    const user = index.get(id);
    if (user === undefined) throw new Error(`${world}: no user "${id}" among ${users.length}`);
    return user;
  };
  const main = users.map((_, user) => interests(user)[0]!.interest);
  return {
    items: items.map(({ id }) => id),
    eventInterest: rows.map(({ user }) => main[user]!),
    stray: Uint8Array.from(rows, ({ stray }) => Number(stray)),
    interests: (id) => interests(find(id)),
    score(id, time) {
      const user = find(id);
      const own = odds(user);
      const desire = Float64Array.from(items, ({ appeal }, i) => appeal * Math.exp(own[i]!));
      const shopWindow = Float64Array.from(items, ({ appeal }) => appeal);
      for (const visit of byUser[user]!) {
        if (visit.time >= time) break;
        desire[visit.item] = 0;
        shopWindow[visit.item] = 0;
      }
      const [all, shown] = [desire, shopWindow].map((weights) => weights.reduce((sum, x) => sum + x, 0));
      return Float32Array.from(desire, (x, i) => ((1 - STRAY) * x) / all! + (STRAY * shopWindow[i]!) / shown!);
    },
  };
}

/** The columns of a log of visits that every such world has. */
export const logColumns = (
  rows: readonly Visit[],
  users: readonly { id: string }[],
  items: readonly { id: string }[],
) => ({
  user: rows.map((row) => users[row.user]!.id),
  item: rows.map((row) => items[row.item]!.id),
  time: rows.map((row) => new Date(row.time).toISOString().replace('.000', '')),
  session: rows.map((row) => `${users[row.user]!.id}/${row.session + 1}`),
  dwell_seconds: rows.map((row) => String(row.dwell)),
  liked: rows.map((row) => (row.liked ? '1' : '0')),
});
