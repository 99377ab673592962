/**
 * What this person has chosen of the page: selection, language, theme, open panels and their widths, where it computes.
 * Never part of a document; preferences survive a reload.
 */
import { createJSONStorage, persist, type StateStorage } from 'zustand/middleware';
import * as v from 'valibot';
import { createStore } from 'zustand/vanilla';
import type { GraphEdge, Stage } from '../../model/document/graph';
import { until } from '../../model/formats/settings/v1';

export type Theme = 'system' | 'light' | 'dark';
/** What a narrow screen shows; a wide one shows all three. */
export type Pane = 'towers' | 'settings' | 'results';
export type Panel = 'data' | 'help' | 'towers' | 'share' | 'presets' | null;
/** A choice a person is making about the drawing, in a dialog of its own. */
export type Task =
  /** @param node around which blocks are added; null = anywhere */
  | { kind: 'add'; node: string | null }
  | { kind: 'connect-output' | 'change' | 'disconnect' | 'rename'; node: string }
  /** @param input null = any of the node's */
  | { kind: 'connect-input'; node: string; input: string | null }
  | { kind: 'move-field' | 'add-field'; node: string }
  /** Leads one end of an edge of the node elsewhere. */
  | { kind: 'reconnect'; node: string; edge: GraphEdge }
  /** Where a block of the shelf goes. */
  | { kind: 'add-to'; node: string | null; block: string };
/** The menu of a node, open at a point of the window. */
export interface NodeMenuAt {
  node: string;
  x: number;
  y: number;
}

/** What is compared; ids of runs that are gone name nothing. */
export interface Comparison {
  /** With which all others are compared; null where there is none. */
  baseline: string | null;
  /** Drawn in the charts beside the run on screen and the baseline. */
  overlaid: readonly string[];
  /** The table shows only what differs. */
  differencesOnly: boolean;
}
export const NOTHING_COMPARED: Comparison = { baseline: null, overlaid: [], differencesOnly: false };

export interface ViewState {
  /** As the catalog calls it. */
  language: string;
  theme: Theme;
  /** The panel that is open, by its id. */
  tab: string;
  pane: Pane;
  panel: Panel;
  selected: string | null;
  /** Keys of the groups of the board that are shown in place. */
  opened: readonly string[];
  /** The board alone, in larger type. */
  projector: boolean;
  /** Of the side panels in pixels, where a person has set them. */
  widths: Readonly<Record<'left' | 'right', number | null>>;
  /** Nodes picked together, none or several; another selected node, or none, ends it. */
  picked: readonly string[];
  /** The item of a data set, by its fingerprint, of which it is said why it is retrieved. */
  explained: { data: string; run: string | null; item: number; interest: number | null } | null;
  /** The user of a data set, by its fingerprint, who was chosen last: every panel that asks about one shows him. */
  asked: { data: string; user: number } | null;
  /** The step of the first run that is on screen, from 0; null once it is over. */
  coach: number | null;
  task: Task | null;
  menu: NodeMenuAt | null;
  /**
   * What was done last, in words: shown and read out. A new object for each deed. `undo`: it is a step that can be
   * taken back.
   */
  notice: { text: Readonly<Record<string, string>>; undo: boolean } | null;
  /** Which runs stand beside the one on screen. */
  comparison: Comparison;
  /** Where there is no GPU but a processor that plays one, or none: compute without WebGPU. A GPU is never left. */
  prefersCpu: boolean;
  /** When the models of the standard funnel end; null: as their presets say. */
  funnelUntil: Stage['until'] | null;
}

/** @param language `asked` goes before the stored choice, `preferred` after it */
export const createViewStore = (
  storage: StateStorage,
  { asked, preferred }: { asked: string | null; preferred: string },
) => {
  const store = createStore<ViewState>()(
    persist(
      () =>
        ({
          language: preferred,
          theme: 'system',
          tab: 'curves',
          pane: 'towers',
          panel: null,
          selected: null,
          opened: [],
          projector: false,
          widths: { left: null, right: null },
          picked: [],
          explained: null,
          asked: null,
          coach: 0,
          task: null,
          menu: null,
          notice: null,
          comparison: NOTHING_COMPARED,
          prefersCpu: false,
          funnelUntil: null,
        }) as ViewState,
      {
        name: 'tower-lab/view',
        version: 1,
        storage: createJSONStorage(() => storage),
        partialize: ({ language, theme, tab, widths, comparison, coach, prefersCpu, funnelUntil }) => ({
          language,
          theme,
          tab,
          widths,
          comparison,
          coach,
          prefersCpu,
          funnelUntil,
        }),
        merge: (stored, current) => ({ ...current, ...known(stored), ...(asked ? { language: asked } : {}) }),
      },
    ),
  );
  store.subscribe((now, before) => {
    if (now.selected !== before.selected && now.picked === before.picked && now.picked.length > 0)
      store.setState({ picked: [] });
  });
  return store;
};

export type ViewStore = ReturnType<typeof createViewStore>;

/** Of a stored value, only what this version understands. */
function known(stored: unknown): Partial<ViewState> {
  if (typeof stored !== 'object' || stored === null) return {};
  const { language, theme, tab, widths, comparison, coach, prefersCpu, funnelUntil } = stored as Record<
    string,
    unknown
  >;
  return {
    // A language that is no more is answered by English.
    ...(typeof language === 'string' ? { language } : {}),
    ...(theme === 'system' || theme === 'light' || theme === 'dark' ? { theme } : {}),
    // A panel that is no more is answered by the first one.
    ...(typeof tab === 'string' ? { tab } : {}),
    widths: { left: widthIn(widths, 'left'), right: widthIn(widths, 'right') },
    comparison: comparisonIn(comparison),
    // Whoever was here before there was a first run knows the page.
    coach: Number.isInteger(coach) ? (coach as number) : null,
    prefersCpu: prefersCpu === true,
    funnelUntil: v.is(until, funnelUntil) ? funnelUntil : null,
  };
}

function comparisonIn(stored: unknown): Comparison {
  if (typeof stored !== 'object' || stored === null) return NOTHING_COMPARED;
  const { baseline, overlaid, differencesOnly } = stored as Record<string, unknown>;
  return {
    baseline: typeof baseline === 'string' ? baseline : null,
    overlaid: Array.isArray(overlaid) ? overlaid.filter((id) => typeof id === 'string') : [],
    differencesOnly: differencesOnly === true,
  };
}

function widthIn(widths: unknown, side: string): number | null {
  const value = typeof widths === 'object' && widths !== null ? (widths as Record<string, unknown>)[side] : null;
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}
