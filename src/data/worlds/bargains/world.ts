import type { Roles } from '../../table';
import { generated, logRoles, type LogColumns } from '../planted/tables';
import { tableFrom } from '../tables';
import { checkEvents, type World } from '../world';
import { leanings, makeBrowsers, shows } from './browsers';
import { goodsOf, ROOMS } from './goods';

const columns: LogColumns = { user: 'visitor', item: 'good' };
const categorical = (column: string) => ({ column, role: 'field', encoding: 'categorical' }) as const;
const roles: Roles = {
  log: logRoles(columns),
  items: [
    { column: 'good', role: 'id' },
    { column: 'title', role: 'title' },
    categorical('room'),
    categorical('wrapping'),
  ],
  users: [
    { column: 'visitor', role: 'id' },
    { column: 'name', role: 'title' },
    categorical('country'),
    categorical('pays_by'),
  ],
};

const bargains: World = {
  id: 'bargains',
  defaultEvents: 24_000,
  smallEvents: 4_000,
  generate({ events, seed }) {
    checkEvents('bargains', events);
    const items = goodsOf(seed, events);
    const people = makeBrowsers(seed, events);
    const drawn = leanings(items);
    const planted = {
      id: 'bargains',
      seed,
      people,
      items,
      shopWindow: Float64Array.from(items, ({ appeal }) => appeal),
      pulls: (person: number) => drawn(people[person]!),
      shows,
    };
    return generated(planted, columns, {
      items: tableFrom('bargains-goods.csv', {
        good: items.map(({ id }) => id),
        title: items.map(({ title }) => title),
        room: items.map(({ shelf }) => ROOMS[shelf]!.id),
        wrapping: items.map(({ wrapping }) => wrapping),
      }),
      users: tableFrom('bargains-visitors.csv', {
        visitor: people.map(({ id }) => id),
        name: people.map(({ name }) => name),
        country: people.map(({ country }) => country),
        pays_by: people.map(({ paysBy }) => paysBy),
      }),
      roles,
    });
  },
};

export default bargains;
