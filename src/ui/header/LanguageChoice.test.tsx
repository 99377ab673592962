import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import type { Lab } from '../../lab/protocol';
import { createViewStore } from '../../lab/stores/view';
import { createWorkbench } from '../../lab/stores/workbench';
import { CATALOG, type Catalog } from '../../words/catalog';
import { LabProvider } from '../lab';
import { LanguageChoice } from './LanguageChoice';

const silentLab: Lab = {
  ask: () => Promise.reject(new Error('nothing is asked while a header is drawn')),
  on: () => () => undefined,
  dispose: () => undefined,
};
const storage = { getItem: () => null, setItem: () => undefined, removeItem: () => undefined };
const draw = (preferred: string, catalog?: Catalog): string =>
  renderToStaticMarkup(
    <LabProvider bench={createWorkbench(silentLab, createViewStore(storage, { asked: null, preferred }))}>
      <LanguageChoice catalog={catalog} />
    </LabProvider>,
  );

it('switches between two languages, each called by its own name', () => {
  expect(draw('en')).toMatch(/^<button[^>]* lang="zh-CN" title="Language: English. Switch to 中文">中文<\/button>$/);
  expect(draw('zh')).toMatch(/^<button[^>]* lang="en" title="语言：中文。切换到 English">English<\/button>$/);
});

it('lists more than two, and has nothing to choose in one', () => {
  const zh = CATALOG.get('zh')!;
  const more = new Map([...CATALOG, ['eo', { ...zh, manner: { ...zh.manner, name: 'Esperanto', tag: 'eo' } }]]);
  const list = draw('zh', more);
  expect(list).toMatch(/^<select[^>]*aria-label="语言"/);
  expect(
    [...list.matchAll(/<option value="(\w+)" lang="([\w-]+)"( selected="")?>([^<]*)/g)].map((m) => m.slice(1)),
  ).toEqual([
    ['en', 'en', undefined, 'English'],
    ['zh', 'zh-CN', ' selected=""', '中文'],
    ['eo', 'eo', undefined, 'Esperanto'],
  ]);
  expect(draw('en', new Map([...CATALOG].slice(0, 1)))).toBe('');
});
