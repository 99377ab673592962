/** Composition root of the page: one lab in a worker, its stores, and the screen over them. */
// First: it says in which order the layers of style stand.
import './ui/style/style.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { connectLab } from './lab/client';
import { createTab } from './lab/stores/tab';
import { createViewStore } from './lab/stores/view';
import { webStorage } from './lab/stores/web-storage';
import { createWorkbench } from './lab/stores/workbench';
import { webDrafts } from './lab/towers/draft-storage';
import { indexedDbTowers } from './lab/towers/storage-indexeddb';
import { App } from './ui/App';
import { LabProvider } from './ui/lab';
import { takeLink } from './ui/share/address';
import { firstLanguage } from './words/catalog';

const view = createViewStore(
  webStorage(() => localStorage),
  firstLanguage(location.search, navigator.languages),
);
const session = webStorage(() => sessionStorage);
const bench = createWorkbench(connectLab(), view, {
  tab: createTab(session),
  promises: navigator.storage,
  towers: indexedDbTowers(),
  drafts: webDrafts(session),
});
const booted = bench.boot(takeLink());
window.addEventListener('hashchange', () => {
  const link = takeLink();
  if (link) void booted.then(() => bench.receiveLink(link));
});
window.addEventListener('pagehide', bench.keepDraft);
// A phone ends a page in the background without a word.
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState !== 'hidden') return;
  bench.keepDraft();
  void bench.keepRun();
});
void booted.then(() => bench.compileAhead());

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element "root"');
createRoot(root).render(
  <StrictMode>
    <LabProvider bench={bench}>
      <App />
    </LabProvider>
  </StrictMode>,
);
