// First: it says in which order the layers of style stand.
import '../style/style.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Gallery } from './Gallery';
import { readChoice } from './choice';

const choice = readChoice(location.search, navigator.languages);
document.documentElement.lang = choice.language === 'zh' ? 'zh-CN' : 'en';
if (choice.theme !== 'system') document.documentElement.dataset.theme = choice.theme;

// What the page loads on demand is there from the first frame: nobody has to wait for it to look at a state.
await import('../panels/curves/LineChart');

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element "root"');
createRoot(root).render(
  <StrictMode>
    <Gallery choice={choice} />
  </StrictMode>,
);
