/** Where drafts survive a reload and the end of their tab: `localStorage` in the browser, memory in tests. */
import type { StateStorage } from 'zustand/middleware';
import { webLocks, type RunLocks } from '../runs/locks';

export interface LeftDraft {
  id: string;
  text: string;
}

/** One tab's view of the drafts of a browser. Texts are as they were stored, by whatever version of the lab. */
export interface DraftStorage {
  /** What this tab kept before it was loaded anew, or null. Asked once, before anything else. */
  begin(): Promise<string | null>;
  /** Instead of what this tab kept before; null: nothing. @throws DOMException: nothing was written */
  keep(text: string | null): void;
  /** What this tab has kept is left behind, and the next that it keeps does not take its place. */
  leave(): void;
  /** What this tab has left behind, and tabs that are gone. */
  left(): Promise<LeftDraft[]>;
  /** Of those that were left. */
  remove(id: string): void;
}

const TAB = 'tower-lab/tab';
const DRAFT = 'tower-lab/draft/';

interface Pages {
  /** The tab's own, `sessionStorage`: it says which tab this is. */
  session: StateStorage;
  /** Of all tabs, `localStorage`. May throw, as the property of `window` does where site data is blocked. */
  shared(): Storage;
  /** Names of tabs that are there. Null where the browser does not say: then nothing was left by a tab that is gone. */
  tabs: RunLocks | null;
  freshId(): string;
}

export function tabDrafts({ session, shared, tabs, freshId }: Pages): DraftStorage {
  let mine = '';
  /** What was found at the place of a tab that is still there: once it is kept at this tab's own, it is a copy. */
  let found: LeftDraft | null = null;
  let isKept = false;
  const beAnother = (): void => {
    mine = freshId();
    void session.setItem(TAB, mine);
    void tabs?.take(mine);
  };
  return {
    async begin() {
      const before = await session.getItem(TAB);
      const text = before === null ? null : textAt(shared, before);
      if (before !== null && (await (tabs?.take(before) ?? true))) mine = before;
      else {
        // A new tab, one that was copied, or one whose page before is not quite gone yet.
        if (before !== null && text !== null) found = { id: before, text };
        beAnother();
      }
      return text;
    },
    keep(text) {
      if (text === null) shared().removeItem(DRAFT + mine);
      else shared().setItem(DRAFT + mine, text);
      isKept = true;
    },
    leave() {
      found = null;
      beAnother();
    },
    async left() {
      if (!tabs) return [];
      const held = await tabs.elsewhere();
      const isCopy = ({ id, text }: LeftDraft): boolean => isKept && id === found?.id && text === found.text;
      const all = textsIn(shared).filter(({ id }) => id !== mine && !held.has(id));
      for (const { id } of all.filter(isCopy)) shared().removeItem(DRAFT + id);
      return all.filter((own) => !isCopy(own));
    },
    remove: (id) => shared().removeItem(DRAFT + id),
  };
}

function textsIn(shared: () => Storage): LeftDraft[] {
  try {
    const storage = shared();
    const keys = Array.from({ length: storage.length }, (_, at) => storage.key(at) ?? '');
    return keys.flatMap((key) => {
      const text = key.startsWith(DRAFT) ? storage.getItem(key) : null;
      return text === null ? [] : [{ id: key.slice(DRAFT.length), text }];
    });
  } catch {
    return [];
  }
}

const textAt = (shared: () => Storage, id: string): string | null =>
  textsIn(shared).find((own) => own.id === id)?.text ?? null;

export const webDrafts = (session: StateStorage): DraftStorage =>
  tabDrafts({
    session,
    shared: () => localStorage,
    tabs: 'locks' in navigator ? webLocks(navigator.locks, 'tab') : null,
    // `randomUUID` is there only where a page was served securely.
    freshId: () => crypto.getRandomValues(new Uint32Array(4)).join('-'),
  });

/** Of a tab alone, which is never loaded anew. */
export const noDrafts = (): DraftStorage => ({
  begin: async () => null,
  keep: () => undefined,
  leave: () => undefined,
  left: async () => [],
  remove: () => undefined,
});
