import { createRandom } from '../../random';
import type { Roles } from '../../table';
import { pick, shareEvents } from '../draw';
import { people } from '../people';
import { tableFrom } from '../tables';
import { logColumns, visitsOf } from '../visits';
import { checkEvents, type World } from '../world';
import { DEMANDS, shareOf, suits } from './demands';
import { makePaints, paintCount } from './stock';

const EVENTS_PER_PAINTER = 10;
const MIN_EVENTS_OF_PAINTER = 5;
const VANS = ['white', 'blue', 'green', 'grey', 'red', 'yellow'];
const INVOICES = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** Written on tins and invoices, and never asked when a paint is chosen. */
const NOISE = { van: 0, invoice_day: 0, lid: 0, shelf: 0 };

const categorical = (column: string) => ({ column, role: 'field', encoding: 'categorical' }) as const;
const roles: Roles = {
  log: [
    { column: 'user', role: 'user' },
    { column: 'item', role: 'item' },
    { column: 'time', role: 'time' },
    { column: 'session', role: 'session' },
    { column: 'dwell_seconds', role: 'dwell' },
    { column: 'liked', role: 'label' },
  ],
  items: [
    { column: 'item', role: 'id' },
    { column: 'title', role: 'title' },
    ...DEMANDS.map(({ paint }) => categorical(paint)),
    { column: 'recipe', role: 'field', encoding: 'bag', separator: '|' },
    ...['lid', 'shelf'].map(categorical),
  ],
  users: [
    { column: 'user', role: 'id' },
    { column: 'name', role: 'title' },
    ...[...DEMANDS.map(({ painter }) => painter), 'van', 'invoice_day'].map(categorical),
  ],
};

const paintsWorld: World = {
  id: 'paints',
  defaultEvents: 24_000,
  smallEvents: 4_000,
  generate({ events, seed }) {
    checkEvents('paints', events);
    const paints = makePaints(seed, paintCount(events));
    const random = createRandom(seed, 'paints', 'painters');
    const count = Math.max(20, Math.round(events / EVENTS_PER_PAINTER));
    const sizes = shareEvents(random, count, events, MIN_EVENTS_OF_PAINTER);
    const painters = people(createRandom(seed, 'paints', 'names'), count).map((person, p) => ({
      ...person,
      events: sizes[p]!,
      asks: DEMANDS.map(({ values }) => random.below(values.length)),
      van: pick(random, VANS),
      invoice: pick(random, INVOICES),
    }));
    const { rows, truth } = visitsOf({
      world: 'paints',
      seed,
      users: painters,
      items: paints,
      odds: (user) =>
        Float64Array.from(paints, ({ has }) =>
          DEMANDS.reduce((sum, one, k) => sum + one.strength * suits(one, painters[user]!.asks[k]!, has[k]!), 0),
        ),
      interests: (user) => [
        { interest: DEMANDS.map(({ values }, k) => values[painters[user]!.asks[k]!]).join(', '), share: 1 },
      ],
    });
    return {
      log: tableFrom('paint-log.csv', logColumns(rows, painters, paints)),
      items: tableFrom('paint-tins.csv', {
        item: paints.map(({ id }) => id),
        title: paints.map(({ title }) => title),
        ...Object.fromEntries(
          DEMANDS.map(({ paint, values }, k) => [paint, paints.map(({ has }) => values[has[k]!]!)]),
        ),
        recipe: paints.map(({ recipe }) => recipe.join('|')),
        lid: paints.map(({ lid }) => lid),
        shelf: paints.map(({ shelf }) => shelf),
      }),
      users: tableFrom('paint-painters.csv', {
        user: painters.map(({ id }) => id),
        name: painters.map(({ name }) => name),
        ...Object.fromEntries(
          DEMANDS.map(({ painter, values }, k) => [painter, painters.map(({ asks }) => values[asks[k]!]!)]),
        ),
        van: painters.map(({ van }) => van),
        invoice_day: painters.map(({ invoice }) => invoice),
      }),
      roles,
      truth: { ...truth, fields: { ...shareOf('painter'), ...shareOf('paint'), recipe: 1, ...NOISE } },
    };
  },
};

export default paintsWorld;
