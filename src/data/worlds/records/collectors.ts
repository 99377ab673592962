/** The collectors: a genre they admit to, and the few engineers whose sound they are really after. */
import { createRandom } from '../../random';
import { pick, pickSome, shareEvents } from '../draw';
import { people } from '../people';
import { chancesOf, type Pull } from '../planted/clicks';
import { engineerCount, GENRES, type Record } from './records';

export interface Collector {
  id: string;
  name: string;
  country: string;
  genre: string;
  /** Noise. */
  turntable: string;
  events: number;
  /** Hidden: engineers with their shares of the wanted clicks, the genre takes the rest. */
  engineers: readonly number[];
}

const EVENTS_PER_COLLECTOR = 20;
const MIN_EVENTS_OF_COLLECTOR = 8;
/** Shares of the engineers a collector follows; what is left falls to any record of the genre. */
const SHARES = [0.4, 0.25, 0.15, 0.1];
const TURNTABLES = ['belt drive', 'direct drive', 'portable', 'inherited', 'none yet'];

export function makeCollectors(seed: number, events: number, records: number): Collector[] {
  const random = createRandom(seed, 'records', 'collectors');
  const count = Math.max(20, Math.round(events / EVENTS_PER_COLLECTOR));
  const counts = shareEvents(random, count, events, MIN_EVENTS_OF_COLLECTOR);
  const engineers = Array.from({ length: engineerCount(records) }, (_, e) => e);
  return people(createRandom(seed, 'records', 'names'), count).map((person, c) => ({
    ...person,
    events: counts[c]!,
    genre: pick(random, GENRES),
    turntable: pick(random, TURNTABLES),
    engineers: pickSome(random, engineers, SHARES.length),
  }));
}

/** What draws each collector: the sound of an engineer, whatever the genre, and now and then the genre. */
export function soundOf(records: readonly Record[]): (collector: Collector) => readonly Pull[] {
  const where = (holds: (record: Record) => boolean): Float64Array =>
    chancesOf(Float64Array.from(records, (record) => (holds(record) ? record.appeal : 0)));
  const byEngineer = Array.from({ length: engineerCount(records.length) }, (_, e) =>
    where(({ engineer }) => engineer === e),
  );
  const byGenre = new Map(GENRES.map((genre) => [genre, where((record) => record.genre === genre)]));
  const rest = 1 - SHARES.reduce((sum, share) => sum + share, 0);
  return ({ engineers, genre }) => [
    ...engineers.map((e, n): Pull => ({ interest: `engineer ${e + 1}`, share: SHARES[n]!, chances: byEngineer[e]! })),
    { interest: genre, share: rest, chances: byGenre.get(genre)! },
  ];
}
