import { expect, it } from 'vitest';
import { createTab } from './tab';
import { webStorage } from './web-storage';

const page = (): Storage => {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  } as Storage;
};
const refuse = (): never => {
  throw new DOMException('no', 'SecurityError');
};

it('a tab remembers its run over a reload, and that it left it; a new one has none to remember', () => {
  const storage = page();
  const tab = () => createTab(webStorage(() => storage));
  expect(tab().own).toBeUndefined();
  tab().remember('a run');
  expect(tab().own).toBe('a run');
  tab().remember(null);
  expect(tab().own).toBeNull();
});

it('a storage that is denied, or takes nothing, keeps what it is given while the page is there', () => {
  for (const storage of [webStorage(refuse), webStorage(() => ({ ...page(), setItem: refuse }))]) {
    expect(storage.getItem('a')).toBeNull();
    void storage.setItem('a', '1');
    expect(storage.getItem('a')).toBe('1');
    void storage.removeItem('a');
    expect(storage.getItem('a')).toBeNull();
  }
});
