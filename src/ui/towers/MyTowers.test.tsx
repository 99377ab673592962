import { expect, it } from 'vitest';
import { plainFailure } from '../../lab/failure';
import type { SavedTowers } from '../../lab/towers/saved';
import { setParam } from '../../model/document/graph-edits';
import type { Problem } from '../../model/document/problem';
import { towersOf } from '../../model/formats/towers/format';
import { preset } from '../../model/presets/presets';
import { refusalSentence } from '../../words/refusals';
import { speak } from '../../words/words';
import { PresetPicker } from '../inspector/PresetPicker';
import { draw, schema, silentBench, summary } from '../testing';
import { madeFrom, savedInShort } from './in-words';
import { MyTowers } from './TowersDialog';

const [en, zh] = [speak('en'), speak('zh')];
const whole = preset('senet').build(schema);
const own = { ...whole, graph: { ...setParam(whole.graph, 'user-mlp', 'widths', [9, 32]), title: 'Mine' } };
const saved = (change: Partial<SavedTowers> = {}): SavedTowers => ({
  name: 'Mine',
  savedAt: '2026-01-02T03:04:05.678Z',
  from: { base: { preset: 'senet' }, changes: { added: ['dropout'], removed: [] } },
  towers: towersOf(own, schema.fields),
  ...change,
});

it('say what they were made from and what has changed, in either language', () => {
  expect(savedInShort(saved(), en)).toBe('Mine (SENet two towers + Dropout)');
  expect(savedInShort(saved(), zh)).toMatch(/^Mine（.+ \+ .+）$/);
  expect(madeFrom(saved(), en)).toBe('SENet two towers: Added: Dropout.');
  expect(madeFrom(saved({ from: { base: { preset: 'senet' }, changes: null } }), en)).toBe(
    'SENet two towers, unchanged',
  );
  expect(madeFrom(saved({ from: { base: { run: 'Tuesday' }, changes: null } }), en)).toBe(
    'the run “Tuesday”, unchanged',
  );
  expect(savedInShort(saved({ from: null }), en)).toBe('Mine');
  // A preset of another version of the lab.
  expect(savedInShort(saved({ from: { base: { preset: 'gone' }, changes: null } }), en)).toBe('Mine (gone)');
});

it('are chosen where presets are, and are what is chosen while they are on screen', () => {
  const bench = silentBench();
  bench.data.setState({ summary });
  bench.towers.setState({ saved: [saved(), saved({ name: 'As made', towers: towersOf(whole, []) })] });
  const chosen = (): string[] => {
    const markup = draw(bench, <PresetPicker />);
    expect(markup).toContain('<optgroup label="My towers">');
    return [...markup.matchAll(/<option value="([^"]*)"[^>]*selected/g)].map((match) => match[1]!);
  };
  bench.graph.getState().open(own);
  expect(chosen()).toEqual(['saved:Mine']);
  bench.graph.getState().replace({ ...own, settings: { ...own.settings, seed: 4 } });
  expect(chosen()).toEqual(['']);
  bench.graph.getState().replace(whole);
  expect(chosen()).toEqual(['senet']);
  bench.graph.getState().replace({ ...whole, graph: { ...whole.graph, title: 'As made' } });
  expect(chosen()).toEqual(['saved:As made']);
});

it('are listed with what the browser does not keep, and what it could not read', () => {
  const bench = silentBench();
  bench.graph.getState().open(own);
  bench.towers.setState({ saved: [], unstored: plainFailure('storage-full'), unreadable: 2, removed: saved() });
  const markup = draw(bench, <MyTowers />);
  for (const text of [
    'Towers cannot be saved in this browser. The browser has no room left for this page.',
    'Download the towers on screen',
    '2 drawings were written by a newer version',
    '“Mine” deleted.',
    'Nothing has been saved yet.',
  ])
    expect(markup).toContain(text);
});

it('that are refused say where they are wrong', () => {
  const problems: Problem[] = [
    { nodeId: 'x', code: 'unknown-block', values: { block: 'miner', known: '' } },
    {
      nodeId: '',
      field: 'tables.0.width',
      code: 'bad-param',
      values: { param: '', got: '9', allowed: '<=4' },
    },
  ];
  const said = refusalSentence({ ...plainFailure('towers'), problems }, en);
  expect(said).toMatch(/^These towers cannot be opened\. x: .*miner.* tables\.0\.width: .*<=4/);
  expect(refusalSentence({ ...plainFailure('weights'), problems }, en)).not.toContain('x: ');
});
