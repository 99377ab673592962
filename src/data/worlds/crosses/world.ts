import { createRandom } from '../../random';
import type { Roles } from '../../table';
import { shareEvents } from '../draw';
import { people } from '../people';
import { tableFrom } from '../tables';
import { logColumns, visitsOf } from '../visits';
import { checkEvents, type World } from '../world';
import { CLIENT_FIELDS } from './clients';
import { crossed, oddsOf, signsOf, type CrossedFields } from './crossings';
import { GARMENT_FIELDS, garmentCount, makeGarments } from './garments';

const EVENTS_PER_CLIENT = 10;
const MIN_EVENTS_OF_CLIENT = 5;

const categorical = ({ column }: { column: string }) => ({ column, role: 'field', encoding: 'categorical' }) as const;
const roles: Roles = {
  log: [
    { column: 'user', role: 'user' },
    { column: 'item', role: 'item' },
    { column: 'time', role: 'time' },
    { column: 'session', role: 'session' },
    { column: 'dwell_seconds', role: 'dwell' },
    { column: 'liked', role: 'label' },
  ],
  items: [{ column: 'item', role: 'id' }, { column: 'title', role: 'title' }, ...GARMENT_FIELDS.map(categorical)],
  users: [{ column: 'user', role: 'id' }, { column: 'name', role: 'title' }, ...CLIENT_FIELDS.map(categorical)],
};

const crosses: World = {
  id: 'crosses',
  defaultEvents: 24_000,
  smallEvents: 4_000,
  generate({ events, seed }) {
    checkEvents('crosses', events);
    const garments = makeGarments(seed, garmentCount(events));
    const random = createRandom(seed, 'crosses', 'clients');
    const count = Math.max(20, Math.round(events / EVENTS_PER_CLIENT));
    const sizes = shareEvents(random, count, events, MIN_EVENTS_OF_CLIENT);
    const clients = people(createRandom(seed, 'crosses', 'names'), count).map((person, c) => ({
      ...person,
      events: sizes[c]!,
      values: CLIENT_FIELDS.map(({ values }) => random.below(values.length)),
    }));
    const clientSigns = signsOf(seed, 'user', CLIENT_FIELDS);
    const garmentSigns = signsOf(seed, 'item', GARMENT_FIELDS);
    const styles = garments.map(({ values }) => crossed(garmentSigns, values));
    const { rows, truth } = visitsOf({
      world: 'crosses',
      seed,
      users: clients,
      items: garments,
      odds: (user) => {
        const taste = crossed(clientSigns, clients[user]!.values);
        return Float64Array.from(styles, (style) => oddsOf(taste, style));
      },
      interests: (user) => [
        {
          interest: clients[user]!.values.map((value, field) => CLIENT_FIELDS[field]!.values[value]).join(', '),
          share: 1,
        },
      ],
    });
    const column = (
      { column: name, values }: CrossedFields[number],
      field: number,
      rows: readonly { values: readonly number[] }[],
    ) => [name, rows.map((row) => values[row.values[field]!]!)] as const;
    return {
      log: tableFrom('tailor-log.csv', logColumns(rows, clients, garments)),
      items: tableFrom('tailor-garments.csv', {
        item: garments.map(({ id }) => id),
        title: garments.map(({ title }) => title),
        ...Object.fromEntries(GARMENT_FIELDS.map((field, f) => column(field, f, garments))),
      }),
      users: tableFrom('tailor-clients.csv', {
        user: clients.map(({ id }) => id),
        name: clients.map(({ name }) => name),
        ...Object.fromEntries(CLIENT_FIELDS.map((field, f) => column(field, f, clients))),
      }),
      roles,
      truth,
    };
  },
};

export default crosses;
