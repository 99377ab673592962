import type { Roles } from '../../table';
import { generated, logRoles, type LogColumns } from '../planted/tables';
import { tableFrom } from '../tables';
import { checkEvents, type World } from '../world';
import { goodsOf, HOBBIES } from './goods';
import { leanings, makeMakers } from './makers';

const columns: LogColumns = { user: 'maker', item: 'good' };
const categorical = (column: string) => ({ column, role: 'field', encoding: 'categorical' }) as const;
const roles: Roles = {
  log: logRoles(columns),
  items: [
    { column: 'good', role: 'id' },
    { column: 'title', role: 'title' },
    categorical('shelf'),
    categorical('wrapping'),
  ],
  users: [
    { column: 'maker', role: 'id' },
    { column: 'name', role: 'title' },
    categorical('country'),
    categorical('newsletter'),
  ],
};

const hobbies: World = {
  id: 'hobbies',
  defaultEvents: 24_000,
  smallEvents: 4_000,
  generate({ events, seed }) {
    checkEvents('hobbies', events);
    const items = goodsOf(seed, events);
    const people = makeMakers(seed, events);
    const drawn = leanings(items);
    const planted = {
      id: 'hobbies',
      seed,
      people,
      items,
      shopWindow: Float64Array.from(items, ({ appeal }) => appeal),
      pulls: (person: number) => drawn(people[person]!),
    };
    return generated(planted, columns, {
      items: tableFrom('hobbies-goods.csv', {
        good: items.map(({ id }) => id),
        title: items.map(({ title }) => title),
        shelf: items.map(({ shelf }) => HOBBIES[shelf]!.id),
        wrapping: items.map(({ wrapping }) => wrapping),
      }),
      users: tableFrom('hobbies-makers.csv', {
        maker: people.map(({ id }) => id),
        name: people.map(({ name }) => name),
        country: people.map(({ country }) => country),
        newsletter: people.map(({ newsletter }) => newsletter),
      }),
      roles,
    });
  },
};

export default hobbies;
