import { expect, it } from 'vitest';
import { memoryLocks, type RunLocks } from '../runs/locks';
import { webStorage } from '../stores/web-storage';
import { tabDrafts } from './draft-storage';

function page(): Storage {
  const kept = new Map<string, string>();
  return {
    get length() {
      return kept.size;
    },
    key: (at: number) => [...kept.keys()][at] ?? null,
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  } as Storage;
}
const always =
  <T>(value: T) =>
  (): T =>
    value;
const refuse = (): never => {
  throw new DOMException('no', 'SecurityError');
};

/** A browser in which tabs are opened, loaded anew, copied and closed. */
function browser(shared: () => Storage = always(page())) {
  const tabs = memoryLocks();
  let ids = 0;
  const load = (session: Storage) => {
    const held: RunLocks = tabs();
    const taken: string[] = [];
    const drafts = tabDrafts({
      session: webStorage(() => session),
      shared,
      tabs: { ...held, take: (id) => (taken.push(id), held.take(id)) },
      freshId: () => `tab ${++ids}`,
    });
    return { session, drafts, close: () => taken.forEach((id) => held.release(id)) };
  };
  return { load, open: () => load(page()) };
}
const texts = async ({ drafts }: ReturnType<ReturnType<typeof browser>['open']>) =>
  (await drafts.left()).map(({ text }) => text).toSorted();

it('a tab has its own draft again when it is loaded anew, and no other tab has it', async () => {
  const { open, load } = browser();
  const [a, b] = [open(), open()];
  expect([await a.drafts.begin(), await b.drafts.begin()]).toEqual([null, null]);
  a.drafts.keep('of a');
  b.drafts.keep('of b');
  expect([await texts(a), await texts(b)]).toEqual([[], []]);
  a.close();
  const again = load(a.session);
  expect(await again.drafts.begin()).toBe('of a');
  expect([await texts(again), await texts(b)]).toEqual([[], []]);
  again.drafts.keep(null);
  again.close();
  expect(await load(a.session).drafts.begin()).toBeNull();
});

it('what a closed tab has kept is left to the others, until one removes it', async () => {
  const { open } = browser();
  const [a, b] = [open(), open()];
  await a.drafts.begin();
  await b.drafts.begin();
  a.drafts.keep('of a');
  a.close();
  const [left] = await b.drafts.left();
  expect(left).toMatchObject({ text: 'of a' });
  b.drafts.remove(left!.id);
  expect(await texts(b)).toEqual([]);
});

it('a copied tab goes on with a draft of its own', async () => {
  const { open, load } = browser();
  const a = open();
  await a.drafts.begin();
  a.drafts.keep('drawn');
  const session = page();
  for (let at = 0; at < a.session.length; at++)
    session.setItem(a.session.key(at)!, a.session.getItem(a.session.key(at)!)!);
  const copy = load(session);
  expect(await copy.drafts.begin()).toBe('drawn');
  copy.drafts.keep('drawn further');
  a.close();
  const again = load(a.session);
  expect(await again.drafts.begin()).toBe('drawn');
  expect([await texts(again), await texts(copy)]).toEqual([[], []]);
});

it('of a page that went a moment later nothing is left twice, and nothing is lost', async () => {
  const { open, load } = browser();
  const a = open();
  await a.drafts.begin();
  a.drafts.keep('drawn');
  const again = load(a.session);
  expect(await again.drafts.begin()).toBe('drawn');
  a.close();
  expect(await texts(again), 'not kept at its new place yet').toEqual(['drawn']);
  again.drafts.keep('drawn');
  expect(await texts(again)).toEqual([]);
  again.close();
  expect(await load(a.session).drafts.begin()).toBe('drawn');
});

it('what a tab leaves behind itself is offered, also where its page went a moment later', async () => {
  const { open, load } = browser();
  const a = open();
  await a.drafts.begin();
  a.drafts.keep('drawn');
  const again = load(a.session);
  await again.drafts.begin();
  again.drafts.leave();
  again.drafts.keep('something else');
  a.close();
  expect(await texts(again)).toEqual(['drawn']);
});

it('storage that is denied gives nothing, and says so when it is to keep something', async () => {
  const { load } = browser(refuse);
  const { drafts } = load({ ...page(), getItem: refuse, setItem: refuse });
  expect(await drafts.begin()).toBeNull();
  expect(await drafts.left()).toEqual([]);
  expect(() => drafts.keep('drawn')).toThrow(DOMException);
});
