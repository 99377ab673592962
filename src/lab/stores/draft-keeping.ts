/** The drawing on screen is kept for its tab as long as it is neither trained nor saved. */
import { presetOf } from '../../model/presets/presets';
import { notStored } from '../storage-failure';
import { draftText, type Draft } from '../towers/draft';
import type { DraftStorage } from '../towers/draft-storage';
import type { SavedTowers } from '../towers/saved';
import type { Bench } from './bench';
import type { DraftsStore } from './drafts';
import { sameDocument, type Document } from './graph';
import { worldOf } from './link-actions';
import type { TowersStore } from './towers';

/** An edit is kept as long after it was made, at most. */
export const KEPT_WITHIN_MS = 400;

export interface DraftNeeds {
  drafts: DraftsStore;
  storage: DraftStorage;
  towers: TowersStore;
  /** The drawing on screen as it would be saved. */
  taken(): Omit<SavedTowers, 'name'>;
  /** The run that comes back with the page, if any. */
  ownRun(): string | null | undefined;
}

/** Nothing is kept before `begin`. */
export function draftKeeping(
  { graph, data, run, view }: Bench,
  { drafts, storage, towers, taken, ownRun }: DraftNeeds,
) {
  let isKeeping = false;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let last: { savedAt: string; document: Document } | null = null;

  /** Without the draft it would be there, too. */
  function isElsewhere(document: Document): boolean {
    const schema = data.getState().summary?.schema;
    const made = schema && presetOf(document.graph)?.build(schema);
    const { id, trained } = run.getState();
    return (
      (made !== undefined && sameDocument(made, document)) ||
      (id !== null && id === ownRun() && sameDocument(trained, document)) ||
      towers.getState().saved.some((saved) => isSaved(saved, document))
    );
  }

  function draftOf(document: Document): Draft {
    const { savedAt, from, towers: drawn } = taken();
    if (!last || !sameDocument(last.document, document)) last = { savedAt, document };
    const shown = { towers: drawn, world: worldOf(data.getState().source), tab: view.getState().tab };
    return { savedAt: last.savedAt, from, shown };
  }

  function keep(): void {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    const { document } = graph.getState();
    if (!isKeeping || !document) return;
    const isUnsaved = !isElsewhere(document);
    try {
      storage.keep(isUnsaved ? draftText(draftOf(document)) : null);
      drafts.setState({ unstored: null });
    } catch (error) {
      drafts.setState({ unstored: isUnsaved ? notStored(error) : null });
    }
  }

  const soon = (): void => {
    timer ??= setTimeout(keep, KEPT_WITHIN_MS);
  };
  const ends = [
    graph.subscribe((now, before) => now.document !== before.document && soon()),
    towers.subscribe((now, before) => now.saved !== before.saved && soon()),
  ];
  return {
    /** At once. */
    keep,
    /** @param savedAt when the drawing on screen was kept, where that was before the page was there */
    begin(savedAt: string | null): void {
      const { document } = graph.getState();
      if (savedAt !== null && document) last = { savedAt, document };
      isKeeping = true;
      keep();
    },
    end(): void {
      for (const end of ends) end();
      if (timer !== null) clearTimeout(timer);
    },
  };
}

/** Saved towers are titled as they are called. */
const isSaved = (saved: SavedTowers, { graph, settings }: Document): boolean =>
  sameDocument(
    { graph: saved.towers.graph, settings: saved.towers.settings },
    { graph: { ...graph, title: saved.name }, settings },
  );
