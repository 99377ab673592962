/** The page: towers in the middle, settings left, results right; one of the three at a time where it is narrow. */
import { useEffect, type CSSProperties } from 'react';
import type { Pane, ViewState } from '../lab/stores/view';
import { Announcer } from './Announcer';
import { FailureBar, LacksNote, NoGpuBanner, RecoveredNote, UnsavedNote } from './Banners';
import { Board } from './board/Board';
import { Coach } from './coach/Coach';
import { DataDialog } from './data/DataDialog';
import { Bloat } from './editing/Costs';
import { DrawingBar, Notice } from './editing/DrawingBar';
import { NodeMenu } from './editing/NodeMenu';
import { Tasks } from './editing/Tasks';
import { Ghost } from './dragging/Ghost';
import { useDragging } from './dragging/useDragging';
import { Footer } from './Footer';
import { Header } from './header/Header';
import { HelpDialog } from './HelpDialog';
import { SidePanel } from './inspector/SidePanel';
import { useBench, useRun, useSpeech, useView } from './lab';
import { Panels } from './panels/Panels';
import { PresetGallery } from './presets/PresetGallery';
import { Splitter } from './Splitter';
import { useClipboardKeys } from './editing/useClipboardKeys';
import { LinkNotes } from './share/LinkNotes';
import { ReceivedDialog } from './share/ReceivedDialog';
import { ShareDialog } from './share/ShareDialog';
import { DraftNotes } from './towers/DraftNotes';
import { TowersDialog } from './towers/TowersDialog';
import { Timeline } from './timeline/Timeline';
import { useDroppedFiles } from './useDroppedFiles';
import { useShortcuts } from './useShortcuts';
import './App.css';

const PANES: readonly Pane[] = ['towers', 'settings', 'results'];

export function App() {
  const bench = useBench();
  const { words } = useSpeech();
  const pane = useView((view) => view.pane);
  const projector = useView((view) => view.projector);
  const widths = useView((view) => view.widths);
  const { dropping, ...onFiles } = useDroppedFiles();
  usePageManner();
  useShortcuts();
  useDragging();
  useClipboardKeys();

  return (
    <div className={projector ? 'app projector' : 'app'} style={widthsOf(widths)} data-pane={pane} {...onFiles}>
      <Header />
      <Coach />
      <div className="banners">
        <NoGpuBanner />
        <FailureBar />
        <RecoveredNote />
        <UnsavedNote />
        <LacksNote />
        <LinkNotes />
        <DraftNotes />
      </div>
      <main className="workspace">
        <section className="left" aria-label={words.pane.settings}>
          <div className="left-scroll">
            <SidePanel />
          </div>
          <Splitter side="left" />
        </section>
        <section className="towers" aria-label={words.board.label}>
          <div className="drawing">
            <Board />
            <DrawingBar />
          </div>
          <Bloat />
        </section>
        <section className="right" aria-label={words.pane.results}>
          <Panels />
          <Splitter side="right" />
        </section>
        <Timeline />
        <Notice />
        <NodeMenu />
      </main>
      <nav className="panes" aria-label={words.pane.label}>
        {PANES.map((id) => (
          <button
            key={id}
            type="button"
            data-coach={`pane:${id}`}
            aria-current={id === pane ? 'page' : undefined}
            onClick={() => bench.view.setState({ pane: id })}
          >
            {words.pane[id]}
          </button>
        ))}
      </nav>
      <Footer />
      <DataDialog />
      <HelpDialog />
      <TowersDialog />
      <ShareDialog />
      <ReceivedDialog />
      <PresetGallery />
      <Tasks />
      <Ghost />
      <Announcer />
      {dropping && (
        <div className="drop" aria-hidden="true">
          {words.data.dropHere}
        </div>
      )}
    </div>
  );
}

/** Of the side panels, where a person has set them. */
const widthsOf = ({ left, right }: ViewState['widths']): CSSProperties =>
  ({
    ...(left === null ? {} : { '--left-width': `${left}px` }),
    ...(right === null ? {} : { '--right-width': `${right}px` }),
  }) as CSSProperties;

/** What lies outside React's tree: language and theme of the page, its title, the screen kept awake while training. */
function usePageManner(): void {
  const { words, fill, tag } = useSpeech();
  const theme = useView((view) => view.theme);
  const training = useRun((run) => run.progress.phase === 'training');
  useEffect(() => {
    document.documentElement.lang = tag;
    document.title = training ? fill(words.app.stillTraining, { title: words.app.title }) : words.app.title;
  }, [tag, training, words, fill]);
  useEffect(() => {
    if (theme === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
  }, [theme]);
  useEffect(() => {
    if (!training || !('wakeLock' in navigator)) return;
    // Refused on low battery or in the background: training goes on all the same.
    const lock = navigator.wakeLock.request('screen').catch(() => null);
    return () => void lock.then((held) => held?.release());
  }, [training]);
}
