import { createRandom } from '../../random';
import { tableFrom } from '../tables';
import { checkEvents, type World } from '../world';

const STANDS = Array.from({ length: 60 }, (_, i) => ({ id: `stand-${i}`, kind: i % 2 === 0 ? 'games' : 'food' }));
const VISITS = 20;
const START = Date.UTC(2025, 5, 1);
const MINUTE = 60_000;

/** Visitors who come for games, and visitors who come to eat: each sees some stands of his kind, none of them twice. */
const fair: World = {
  id: 'fair',
  defaultEvents: 1200,
  smallEvents: 600,
  generate({ events, seed }) {
    checkEvents('fair', events);
    const kindOf = (visitor: number): string => (visitor % 2 === 0 ? 'games' : 'food');
    const log = Array.from({ length: events }, (_, event) => ({ visitor: Math.floor(event / VISITS), event }));
    const visitors = Math.ceil(events / VISITS);
    const tours = Array.from({ length: visitors }, (_, visitor) => {
      const random = createRandom(seed, 'fair', visitor);
      const own = STANDS.filter(({ kind }) => kind === kindOf(visitor)).map(({ id }) => ({ id, at: random.uniform() }));
      return own.toSorted((a, b) => a.at - b.at).map(({ id }) => id);
    });
    const rows = log.map(({ visitor, event }) => ({
      visitor: `visitor-${visitor}`,
      stand: tours[visitor]![event % VISITS]!,
      kind: kindOf(visitor),
      time: START + event * MINUTE,
    }));
    return {
      log: tableFrom('fair-log.csv', {
        visitor: rows.map(({ visitor }) => visitor),
        stand: rows.map(({ stand }) => stand),
        time: rows.map(({ time }) => new Date(time).toISOString()),
      }),
      items: tableFrom('fair-stands.csv', { stand: STANDS.map(({ id }) => id), kind: STANDS.map(({ kind }) => kind) }),
      users: tableFrom('fair-visitors.csv', {
        visitor: tours.map((_, visitor) => `visitor-${visitor}`),
        ticket: tours.map((_, visitor) => (visitor % 3 === 0 ? 'day' : 'evening')),
      }),
      roles: {
        log: [
          { column: 'visitor', role: 'user' },
          { column: 'stand', role: 'item' },
          { column: 'time', role: 'time' },
        ],
        items: [
          { column: 'stand', role: 'id' },
          { column: 'kind', role: 'field', encoding: 'categorical' },
        ],
        users: [
          { column: 'visitor', role: 'id' },
          { column: 'ticket', role: 'field', encoding: 'categorical' },
        ],
      },
      truth: {
        items: STANDS.map(({ id }) => id),
        score(userId, time) {
          const kind = kindOf(Number(userId.replace('visitor-', '')));
          const seen = new Set(
            rows.filter((row) => row.visitor === userId && row.time < time).map(({ stand }) => stand),
          );
          return Float32Array.from(STANDS, (stand) => (stand.kind === kind && !seen.has(stand.id) ? 1 : 0));
        },
        interests: (userId) => [{ interest: kindOf(Number(userId.replace('visitor-', ''))), share: 1 }],
        eventInterest: rows.map(({ kind }) => kind),
        stray: new Uint8Array(events),
      },
    };
  },
};
export default fair;
