/** Share links: made of what is on screen, and opened in its place. */
import type { SharedWorld } from '../formats/link/format';
import type { DataSource } from '../loading/data-source';
import type { DatasetSummary } from '../loading/describe-data';
import { linkTo, readLink, type Shared } from '../towers/link';
import { documentFrom } from '../towers/towers-file';
import type { Towers } from '../../model/formats/towers/format';
import { failureToShow, type Bench } from './bench';
import type { Document } from './graph';
import type { LinkStore } from './link';

/** Loads data, and draws for it. */
export type Load = (source: DataSource, draw?: (summary: DatasetSummary) => Document) => Promise<boolean>;

/** Null where the data are uploaded, or not there. */
export const worldOf = (source: DataSource | null): SharedWorld | null => {
  if (source?.kind !== 'world') return null;
  const { kind: _, ...world } = source;
  return world;
};

export function linkActions({ graph, data, view }: Bench, link: LinkStore, load: Load, drawn: () => Towers) {
  const isLoaded = (world: SharedWorld): boolean => {
    const loaded = worldOf(data.getState().source);
    return (
      loaded !== null &&
      (['id', 'events', 'seed', 'split', 'weight'] as const).every(
        (key) => (loaded[key] ?? null) === (world[key] ?? null),
      )
    );
  };

  /** Null where it is refused, which the store then says. Asked when it is known which worlds there are. */
  async function read(hash: string): Promise<Shared | null> {
    try {
      return await readLink(hash, data.getState().worlds);
    } catch (error) {
      link.setState({ refused: failureToShow(error) });
      return null;
    }
  }

  /** @param otherwise the data to show them on, where they were drawn for a log that is not here */
  async function show({ towers, world, tab }: Shared, otherwise: SharedWorld | null): Promise<void> {
    const wanted = world ?? otherwise;
    link.setState({ received: null, needsLog: world === null });
    view.setState({ tab, selected: null });
    if (wanted && !isLoaded(wanted))
      return void (await load({ kind: 'world', ...wanted }, ({ fields }) => documentFrom(towers, null, fields)));
    graph.getState().replace(documentFrom(towers, null, data.getState().summary?.fields));
  }

  return {
    read,
    show,
    /** What is on screen was not asked for by this link: it waits for the person's word. */
    async receiveLink(hash: string): Promise<void> {
      const received = await read(hash);
      if (received) link.setState({ received, refused: null });
    },
    /** The towers of the link, on their world, as one step that can be undone. The run on screen stays stored. */
    async openLink(): Promise<void> {
      const { received } = link.getState();
      if (received) await show(received, null);
    },
    /** Whether opening a link changes the data. */
    changesData: ({ world }: Shared): boolean => world !== null && !isLoaded(world),
    /** '#towers=…' @throws LabError (link-too-long) */
    shareLink: (): Promise<string> =>
      linkTo({ towers: drawn(), world: worldOf(data.getState().source), tab: view.getState().tab }),
  };
}
