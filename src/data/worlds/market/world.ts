import type { Roles } from '../../table';
import { generated, logRoles, type LogColumns } from '../planted/tables';
import { tableFrom } from '../tables';
import { checkEvents, type World } from '../world';
import { goodsOf, STALLS } from './goods';
import { HABITS, makeShoppers, reasonsOf } from './shoppers';

const columns: LogColumns = { user: 'shopper', item: 'good' };
const categorical = (column: string) => ({ column, role: 'field', encoding: 'categorical' }) as const;
const roles: Roles = {
  log: logRoles(columns),
  items: [
    { column: 'good', role: 'id' },
    { column: 'title', role: 'title' },
    categorical('stall'),
    categorical('wrapping'),
  ],
  users: [
    { column: 'shopper', role: 'id' },
    { column: 'name', role: 'title' },
    categorical('country'),
    categorical('habit'),
    categorical('bag'),
  ],
};

const market: World = {
  id: 'market',
  defaultEvents: 24_000,
  smallEvents: 4_000,
  generate({ events, seed }) {
    checkEvents('market', events);
    const items = goodsOf(seed, events);
    const people = makeShoppers(seed, events);
    const reasons = reasonsOf(items);
    const planted = {
      id: 'market',
      seed,
      people,
      items,
      shopWindow: Float64Array.from(items, ({ appeal }) => appeal),
      goesOn: (person: number) => HABITS[people[person]!.habit]!,
      pulls: (person: number, _: readonly number[], past: Parameters<typeof reasons>[1]) =>
        reasons(people[person]!, past),
    };
    return generated(planted, columns, {
      items: tableFrom('market-goods.csv', {
        good: items.map(({ id }) => id),
        title: items.map(({ title }) => title),
        stall: items.map(({ shelf }) => STALLS[shelf]!.id),
        wrapping: items.map(({ wrapping }) => wrapping),
      }),
      users: tableFrom('market-shoppers.csv', {
        shopper: people.map(({ id }) => id),
        name: people.map(({ name }) => name),
        country: people.map(({ country }) => country),
        habit: people.map(({ habit }) => habit),
        bag: people.map(({ bag }) => bag),
      }),
      roles,
    });
  },
};

export default market;
