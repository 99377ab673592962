/** What a person does with drawings: kept under a name, opened again, taken home. */
import { freshId } from '../../model/document/graph-edits';
import { towersOf, type Towers } from '../../model/formats/towers/format';
import { notStored } from '../storage-failure';
import { called, derivationOf, readSaved, storedTowers, type SavedTowers } from '../towers/saved';
import type { TowersStorage } from '../towers/storage';
import { documentFrom, towersAsFile } from '../towers/towers-file';
import type { ExportedFile } from '../transfer/exported-file';
import type { Bench } from './bench';
import type { TowersStore } from './towers';

/** `taken`: another has the name, and nothing was written. `failed`: see `unstored` of the store. */
export type Kept = 'done' | 'taken' | 'failed';

export function towersActions({ graph, data, run, runs, view }: Bench, towers: TowersStore, storage: TowersStorage) {
  /** What the storage says, or null where it refused: that is said as long as it is so. */
  async function asked<T>(ask: () => Promise<T>): Promise<T | null> {
    try {
      const answer = await ask();
      towers.setState({ unstored: null });
      return answer;
    } catch (error) {
      towers.setState({ unstored: notStored(error) });
      return null;
    }
  }

  async function listTowers(): Promise<void> {
    const stored = await asked(() => storage.list());
    if (!stored) return;
    const saved = stored.map(readSaved).filter((own) => own !== null);
    towers.setState({
      saved: saved.toSorted((a, b) => b.savedAt.localeCompare(a.savedAt)),
      unreadable: stored.length - saved.length,
    });
  }

  async function keep(write: () => Promise<boolean>): Promise<Kept> {
    const written = await asked(write);
    if (written) await listTowers();
    return written === null ? 'failed' : written ? 'done' : 'taken';
  }

  const savedAs = (name: string): SavedTowers | undefined =>
    towers.getState().saved.find((saved) => saved.name === name);

  /** The drawing on screen, as it travels. @throws Error where there is none */
  function drawn(): Towers {
    const { document } = graph.getState();
    if (!document) throw new Error('towers without a document');
    return towersOf(document, data.getState().summary?.fields ?? []);
  }

  function onScreen() {
    const { id, trained } = run.getState();
    const called = runs.getState().runs.find((own) => own.id === id)?.title;
    return trained && { title: called ?? trained.graph.title, document: trained };
  }

  /** The same, with when and of what it was made. @throws Error where there is none */
  function taken(): Omit<SavedTowers, 'name'> {
    const own = drawn();
    const from = derivationOf(own, data.getState().summary?.schema, onScreen());
    return { savedAt: new Date().toISOString(), from, towers: own };
  }

  return {
    listTowers,
    drawn,
    taken,
    /** The drawing on screen, which stays as it is. @param replace what has the name, if anything */
    saveTowers(name: string, replace = false): Promise<Kept> {
      const saved = called({ name, ...taken() }, name);
      return keep(() => storage.save(storedTowers(saved), replace));
    },
    /** They take the place of those on screen, bound to the loaded data, as a step that can be undone. */
    openTowers(name: string): void {
      const saved = savedAs(name);
      if (!saved) return;
      view.setState({ selected: null });
      graph.getState().replace(documentFrom(saved.towers, null, data.getState().summary?.fields));
    },
    async renameTowers(name: string, to: string): Promise<Kept> {
      const saved = savedAs(name);
      return saved ? keep(() => storage.rename(name, storedTowers(called(saved, to)))) : 'failed';
    },
    async removeTowers(name: string): Promise<void> {
      const removed = savedAs(name) ?? null;
      const kept = await keep(async () => {
        await storage.remove(name);
        return true;
      });
      if (kept === 'done') towers.setState({ removed });
    },
    /** What was deleted last is there again, under another name where its own is taken by now. */
    async putBackTowers(): Promise<void> {
      const { removed, saved } = towers.getState();
      if (!removed) return;
      const name = freshId(
        saved.map((own) => own.name),
        removed.name,
      );
      if ((await keep(() => storage.save(storedTowers(called(removed, name)), false))) === 'done')
        towers.setState({ removed: null });
    },
    exportTowers(): ExportedFile {
      const own = drawn();
      return towersAsFile(own.graph.title, own);
    },
  };
}
