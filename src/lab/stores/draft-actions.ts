/** What was not saved comes back with its tab, and is offered when the tab is gone. */
import { presets } from '../../model/presets/presets';
import type { SharedWorld } from '../formats/link/format';
import type { LabFailure } from '../failure';
import { readDraft, type Draft } from '../towers/draft';
import { documentFrom } from '../towers/towers-file';
import { failureToShow, type Bench } from './bench';
import { draftKeeping, type DraftNeeds } from './draft-keeping';
import type { OfferedDraft } from './drafts';
import { sameDocument } from './graph';
import type { Load } from './link-actions';

/** Drafts of tabs that are gone; beyond that the oldest go. */
const MOST_OFFERED = 20;

export function draftActions(bench: Bench, needs: DraftNeeds) {
  const { graph, data, view } = bench;
  const { drafts, storage } = needs;
  const keeping = draftKeeping(bench, needs);
  /** Of the draft that is on screen again. */
  let savedAt: string | null = null;

  /** As a step that can be undone. */
  function replaceBy({ shown }: Draft): void {
    view.setState({ selected: null });
    graph.getState().replace(documentFrom(shown.towers, null, data.getState().summary?.fields));
  }

  function discardDraft(id: string): void {
    storage.remove(id);
    drafts.setState(({ offered }) => ({ offered: offered.filter((own) => own.id !== id) }));
  }

  return {
    /** What this tab kept before it was loaded anew. Nothing is kept until `endReturn`. */
    async beginReturn(): Promise<Draft | null> {
      const text = await storage.begin();
      const read = text === null ? null : reading(text);
      // It stays where it is, and is offered with the reason.
      if (read && 'refused' in read) storage.leave();
      return read && 'draft' in read ? read.draft : null;
    },
    /** The tab opens with something else: what it kept is offered. */
    leaveDraft: (): void => storage.leave(),
    /** Loads the data that it was drawn on, with the ready-made towers that it began as. */
    async loadFor({ from, shown: { world, tab } }: Draft, load: Load, first: SharedWorld): Promise<void> {
      const isKnown = data.getState().worlds.some(({ id }) => id === world?.id);
      const base = from && 'preset' in from.base ? presets.get(from.base.preset) : undefined;
      view.setState({ tab });
      await load(
        { kind: 'world', ...(world && isKnown ? world : first) },
        base && (({ schema }) => base.build(schema)),
      );
    },
    /** Over what is on screen, which is one step back. */
    bringBack(draft: Draft): void {
      const { document } = graph.getState();
      replaceBy(draft);
      savedAt = draft.savedAt;
      if (!sameDocument(document, graph.getState().document)) drafts.setState({ restored: savedAt });
    },
    /** From now on drawings are kept; those that were left behind are offered. */
    async endReturn(): Promise<void> {
      keeping.begin(savedAt);
      const left = (await storage.left()).map(({ id, text }): OfferedDraft => ({ id, ...reading(text) }));
      const offered = left.toSorted((a, b) => timeOf(b).localeCompare(timeOf(a)));
      for (const { id } of offered.slice(MOST_OFFERED)) storage.remove(id);
      drafts.setState({ offered: offered.slice(0, MOST_OFFERED) });
    },
    keepDraft: keeping.keep,
    /** In place of what is on screen, as a step that can be undone. */
    openDraft(id: string): void {
      const found = drafts.getState().offered.find((own) => own.id === id);
      if (!found || !('draft' in found)) return;
      replaceBy(found.draft);
      keeping.keep();
      // Where this tab cannot keep it, it stays where it is.
      if (drafts.getState().unstored === null) discardDraft(id);
    },
    discardDraft,
    endDrafts: keeping.end,
  };
}

const reading = (text: string): { draft: Draft } | { refused: LabFailure } => {
  try {
    return { draft: readDraft(text) };
  } catch (error) {
    return { refused: failureToShow(error)! };
  }
};

const timeOf = (offered: OfferedDraft): string => ('draft' in offered ? offered.draft.savedAt : '');
