import { expect, it } from 'vitest';
import type { LogPreview } from '../loading/data-source';
import { asksForPositives, createDataStore, flagLabels } from './data';

const column = (name: string, flag: { zeros: number; ones: number } | null) => ({
  name,
  distinct: 2,
  examples: [],
  flag,
});
const preview = {
  log: {
    columns: [column('user', null), column('is_click', { zeros: 6, ones: 4 }), column('tab', { zeros: 1, ones: 9 })],
  },
  items: null,
  users: null,
  roles: {
    log: [
      { column: 'user', role: 'user' },
      { column: 'is_click', role: 'label' },
      { column: 'tab', role: 'context' },
    ],
    items: null,
    users: null,
  },
} as unknown as LogPreview;

it('asks which rows are positives where a label of zeros and ones says it, until somebody has said', () => {
  const store = createDataStore();
  const asks = (): boolean => asksForPositives(store.getState());
  expect(asks()).toBe(false);
  store.getState().showPreview(preview);
  expect(flagLabels(store.getState())).toEqual([{ column: 'is_click', zeros: 6, ones: 4 }]);
  expect(asks()).toBe(true);
  store.getState().setProtocol({ where: 'is_click=1' });
  expect(asks()).toBe(false);
  store.getState().setProtocol({ where: ' ' });
  expect(asks()).toBe(true);
  store.getState().setProtocol({ positives: 'is_click=1' });
  expect(asks()).toBe(false);
  store.getState().setProtocol({ positives: '' });
  expect(asks()).toBe(true);
  store.setState({ allPositive: true });
  expect(asks()).toBe(false);
  // What was said of the old file says nothing of the next.
  store.getState().setFile('log', new File([], 'other.csv'));
  store.getState().showPreview(preview);
  expect(asks()).toBe(true);
  store.getState().setLogColumn('is_click', { role: 'ignore' });
  expect(asks()).toBe(false);
});
