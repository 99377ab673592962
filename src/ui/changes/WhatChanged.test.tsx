import { expect, it } from 'vitest';
import type { Json } from '../../model/document/graph';
import { nodeById, setParam } from '../../model/document/graph-edits';
import { differences, type Difference, type SettingName, type WidthChange } from '../../model/edits/differences';
import { preset } from '../../model/presets/presets';
import { speak } from '../../words/words';
import { draw, schema, silentBench, summary } from '../testing';
import { differenceInLines, differenceInShort } from './in-words';
import { Differences, WhatChanged } from './WhatChanged';

const base = preset('two-tower').build(schema);
const faster = { ...base, settings: { ...base.settings, batch: 48 } };
const wide = { ...base, graph: setParam(base.graph, 'user-mlp', 'widths', [9, 32]) };
const textOf = (markup: string): string =>
  markup
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();

it('says each difference in words, in either language: in a phrase, or with all there is to it', () => {
  const said = (difference: Difference) =>
    ['en', 'zh'].map((language) => [
      differenceInShort(difference, speak(language)),
      ...differenceInLines(difference, speak(language)),
    ]);
  const [widths] = differences(base, wide);
  const [en, zh] = said(widths!);
  expect(en![0]).toMatch(/^user-mlp: .* [\d, ]+ → 9, 32$/);
  expect(en!.slice(1)).toEqual([expect.stringMatching(/^MLP \(user-mlp\): .* [\d, ]+ → 9, 32$/)]);
  expect(zh![0]).toContain('9、32');
  const node = nodeById(base.graph, 'user-mlp')!;
  const table: WidthChange = { field: 'genre', from: 4, to: 8 };
  const layers: WidthChange = { node, name: 'widths', from: [64, 32], to: [9, 32] };
  expect(said({ kind: 'widths', changed: [table, layers] })).toEqual([
    ['2 widths', 'Table of genre: width 4 → 8', expect.stringMatching(/^MLP \(user-mlp\): .*64, 32 → 9, 32$/)],
    ['2 处宽度', 'genre 的嵌入表：宽度 4 → 8', expect.stringContaining('9、32')],
  ]);
  expect(said({ kind: 'fields', added: ['genre', 'mood'], removed: ['segment'] })[0]).toEqual([
    'reads genre, mood, no longer reads segment',
    'reads genre',
    'reads mood',
    'no longer reads segment',
  ]);
  const edges = { added: 2, removed: 1 };
  expect(said({ kind: 'structure', added: [], removed: [node], edges })[0]).toEqual([
    '− MLP',
    'MLP (user-mlp) removed',
    'Edges: 2 added, 1 removed',
  ]);
  expect(said({ kind: 'structure', added: [], removed: [], edges: { added: 0, removed: 0 } })[0]).toEqual([
    'wired differently',
    'An input reads its edges in another order',
  ]);
});

it.each<[SettingName, string | null, Json, Json, string]>([
  ['rule', 'user/*', 'adam', 'sgd', 'Optimizer of user/* Adam → SGD'],
  ['clipNorm', null, null, 2, 'Maximum gradient norm – → 2'],
  ['tablePrecision', null, 'float32', 'float16', 'Embedding tables 32-bit floats → 16-bit floats'],
  ['seed', null, 1234, 5, 'Seed 1234 → 5'],
  ['stages', null, 1, 2, 'Stages 1 → 2'],
  ['optimizers', null, 2, 2, 'Optimizers changed'],
  [
    'until',
    null,
    [{ patience: 3, maxEpochs: 50 }],
    [{ epochs: 1 }],
    'Train until 3 epochs without improvement, at most 50 → 1 epoch',
  ],
  [
    'schedule',
    null,
    { kind: 'constant', warmup: 0 },
    { kind: 'constant', warmup: 9 },
    'Learning rate schedule constant → constant, warm-up 9',
  ],
])('says a change of %s', (name, pattern, from, to, text) => {
  const difference: Difference = { kind: 'setting', name, pattern, from, to };
  expect(differenceInShort(difference, speak('en'))).toBe(text);
  expect(differenceInLines(difference, speak('en'))).toEqual([text]);
});

it('stands under a drawing that differs from its preset or from the run on screen, and under no other', () => {
  const bench = silentBench();
  bench.data.setState({ summary });
  bench.graph.getState().open(base);
  expect(draw(bench, <WhatChanged />)).toBe('');
  bench.graph.getState().replace(faster);
  expect(textOf(draw(bench, <WhatChanged />))).toBe(`Batch ${base.settings.batch} → 48`);
  bench.run.setState({ trained: faster });
  bench.graph.getState().replace(base);
  expect(textOf(draw(bench, <WhatChanged />))).toBe(`Batch 48 → ${base.settings.batch}`);
  const own = { ...wide, settings: { ...wide.settings, seed: 77 } };
  bench.graph.getState().replace(own);
  expect(textOf(draw(bench, <WhatChanged />))).toMatch(/^MLP \(user-mlp\): .* → 9, 32, and 1 more difference$/);
});

it('lists every difference, and ends a list that is too long with how many there are beyond', () => {
  const bench = silentBench();
  expect(textOf(draw(bench, <Differences base={base} now={base} />))).toBe('No difference');
  const tables = Array.from({ length: 45 }, (_, i) => ({ id: `t${i}`, field: `f${i}`, width: 4 }));
  const many = { ...base, graph: { ...base.graph, tables: [...base.graph.tables, ...tables] } };
  const markup = draw(bench, <Differences base={base} now={many} />);
  expect(markup.match(/<li>/g)).toHaveLength(41);
  expect(textOf(markup)).toMatch(/and 5 more differences$/);
});
