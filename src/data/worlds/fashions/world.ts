import type { Roles } from '../../table';
import type { Past } from '../planted/clicks';
import { generated, logRoles, type LogColumns } from '../planted/tables';
import { tableFrom } from '../tables';
import { checkEvents, type World } from '../world';
import { leanings, makeCustomers } from './customers';
import { garmentsOf, SHELVES } from './goods';

const columns: LogColumns = { user: 'customer', item: 'garment' };
const categorical = (column: string) => ({ column, role: 'field', encoding: 'categorical' }) as const;
const roles: Roles = {
  log: logRoles(columns),
  items: [
    { column: 'garment', role: 'id' },
    { column: 'title', role: 'title' },
    categorical('shelf'),
    categorical('wrapping'),
  ],
  users: [
    { column: 'customer', role: 'id' },
    { column: 'name', role: 'title' },
    categorical('country'),
    categorical('reads'),
    categorical('pays_by'),
  ],
};

const fashions: World = {
  id: 'fashions',
  defaultEvents: 24_000,
  smallEvents: 4_000,
  generate({ events, seed }) {
    checkEvents('fashions', events);
    const items = garmentsOf(seed, events);
    const people = makeCustomers(seed, events);
    const drawn = leanings(items);
    const planted = {
      id: 'fashions',
      seed,
      people,
      items,
      shopWindow: Float64Array.from(items, ({ appeal }) => appeal),
      pulls: (person: number, _: readonly number[], { time }: Past) => drawn(people[person]!, time),
    };
    return generated(planted, columns, {
      items: tableFrom('fashions-garments.csv', {
        garment: items.map(({ id }) => id),
        title: items.map(({ title }) => title),
        shelf: items.map(({ shelf }) => SHELVES[shelf]!.id),
        wrapping: items.map(({ wrapping }) => wrapping),
      }),
      users: tableFrom('fashions-customers.csv', {
        customer: people.map(({ id }) => id),
        name: people.map(({ name }) => name),
        country: people.map(({ country }) => country),
        reads: people.map(({ reads }) => reads),
        pays_by: people.map(({ paysBy }) => paysBy),
      }),
      roles,
    });
  },
};

export default fashions;
