import type { Roles } from '../../table';
import { generated, logRoles, type LogColumns } from '../planted/tables';
import { tableFrom } from '../tables';
import { checkEvents, type World } from '../world';
import { makeCustomers, reasonsOf } from './customers';
import { GROWERS, makeTeas, TABLES, teaCount, WISHES } from './teas';

const columns: LogColumns = { user: 'customer', item: 'tea', context: { wish: WISHES, table_laid: TABLES } };
const roles: Roles = {
  log: logRoles(columns),
  items: [
    { column: 'tea', role: 'id' },
    { column: 'title', role: 'title' },
    { column: 'kind', role: 'field', encoding: 'categorical' },
    { column: 'grower', role: 'field', encoding: 'categorical' },
    { column: 'good_for', role: 'field', encoding: 'categorical' },
    { column: 'table', role: 'field', encoding: 'categorical' },
    { column: 'tin', role: 'field', encoding: 'categorical' },
  ],
  users: [
    { column: 'customer', role: 'id' },
    { column: 'name', role: 'title' },
    { column: 'custom', role: 'field', encoding: 'categorical' },
    { column: 'pays', role: 'field', encoding: 'categorical' },
  ],
};

const teashop: World = {
  id: 'teashop',
  defaultEvents: 24_000,
  smallEvents: 4_000,
  generate({ events, seed }) {
    checkEvents('teashop', events);
    const items = makeTeas(seed, teaCount(events));
    const people = makeCustomers(seed, events);
    const reasons = reasonsOf(items);
    return generated(
      {
        id: 'teashop',
        seed,
        people,
        items,
        shopWindow: Float64Array.from(items, ({ appeal }) => appeal),
        surroundings: (random) => [random.below(WISHES.length), random.below(TABLES.length)],
        pulls: (person, surroundings) => reasons(people[person]!, surroundings),
      },
      columns,
      {
        items: tableFrom('teashop-teas.csv', {
          tea: items.map(({ id }) => id),
          title: items.map(({ title }) => title),
          kind: items.map(({ kind }) => kind),
          grower: items.map(({ grower }) => GROWERS[grower]!),
          good_for: items.map(({ goodFor }) => WISHES[goodFor]!),
          table: items.map(({ table }) => TABLES[table]!),
          tin: items.map(({ tin }) => tin),
        }),
        users: tableFrom('teashop-customers.csv', {
          customer: people.map(({ id }) => id),
          name: people.map(({ name }) => name),
          custom: people.map(({ kind }) => kind),
          pays: people.map(({ pays }) => pays),
        }),
        roles,
      },
    );
  },
};

export default teashop;
