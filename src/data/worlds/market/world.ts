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
  words: {
    en: {
      title: 'The market hall',
      about:
        'Each visit has an errand at one stall, which is over when the visit is; the stalls that people like best last, and give way slowly. Some stay and buy much for one errand, some look in for a good or two, next time at another favourite stall, and their account says which. Does a gate between the short and the long term find that out?',
    },
    zh: {
      title: '集市大厅',
      about:
        '每次来访都在一个摊位办一件事，来访结束事情也就过去；人们偏爱的摊位则长久，只缓慢更替。有人久留，为一件事买很多；有人只看一眼、买一两样，下次换另一个喜欢的摊位。账户里写着是哪一种。短期与长期之间的门控能看出来吗？',
    },
  },
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
