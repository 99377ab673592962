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
import { indexedDbTowers } from './lab/towers/storage-indexeddb';
import { App } from './ui/App';
import { LabProvider } from './ui/lab';
import { takeLink } from './ui/share/address';
import { firstLanguage } from './words/catalog';

const view = createViewStore(
  webStorage(() => localStorage),
  firstLanguage(location.search, navigator.languages),
);
const bench = createWorkbench(connectLab(), view, {
  tab: createTab(webStorage(() => sessionStorage)),
  promises: navigator.storage,
  towers: indexedDbTowers(),
});
const booted = bench.boot(takeLink());
window.addEventListener('hashchange', () => {
  const link = takeLink();
  if (link) void booted.then(() => bench.receiveLink(link));
});

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element "root"');
createRoot(root).render(
  <StrictMode>
    <LabProvider bench={bench}>
      <App />
    </LabProvider>
  </StrictMode>,
);
