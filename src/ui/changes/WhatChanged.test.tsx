import { expect, it } from 'vitest';
import { setParam } from '../../model/document/graph-edits';
import { differences, type Difference } from '../../model/edits/differences';
import { preset } from '../../model/presets/presets';
import { speak } from '../../words/words';
import { draw, schema, silentBench, summary } from '../testing';
import { differenceInWords } from './in-words';
import { Differences, WhatChanged } from './WhatChanged';

const base = preset('two-tower').build(schema);
const faster = { ...base, settings: { ...base.settings, batch: 48 } };
const wide = { ...base, graph: setParam(base.graph, 'user-mlp', 'widths', [9, 32]) };
const textOf = (markup: string): string =>
  markup
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();

it('says each difference in words, in either language', () => {
  const said = (difference: Difference) =>
    ['en', 'zh'].map((language) => differenceInWords(difference, speak(language)));
  const [widths] = differences(base, wide);
  expect(said(widths!)[0]).toMatch(/^MLP \(user-mlp\), .*: [\d, ]+ → 9, 32$/);
  expect(said(widths!)[1]).toContain('9、32');
  expect(said({ kind: 'table', field: 'genre', from: null, to: 8 })).toEqual([
    'Table of genre added, width 8',
    '添加了 genre 的嵌入表，宽度 8',
  ]);
  expect(said({ kind: 'setting', name: 'rule', pattern: 'user/*', from: 'adam', to: 'sgd' })[0]).toBe(
    'Optimizer of user/*: Adam → SGD',
  );
  expect(said({ kind: 'setting', name: 'clipNorm', pattern: null, from: null, to: 2 })[0]).toBe(
    'Maximum gradient norm: – → 2',
  );
  expect(said({ kind: 'edges', added: 2, removed: 1 })[0]).toBe('Edges: 2 added, 1 removed');
});

it('stands under a drawing that differs from its preset or from the run on screen, and under no other', () => {
  const bench = silentBench();
  bench.data.setState({ summary });
  bench.graph.getState().open(base);
  expect(draw(bench, <WhatChanged />)).toBe('');
  bench.graph.getState().replace(faster);
  expect(textOf(draw(bench, <WhatChanged />))).toBe(`Batch: ${base.settings.batch} → 48`);
  bench.run.setState({ trained: faster });
  bench.graph.getState().replace(base);
  expect(textOf(draw(bench, <WhatChanged />))).toBe(`Batch: 48 → ${base.settings.batch}`);
  const own = { ...wide, settings: { ...wide.settings, seed: 77 } };
  bench.graph.getState().replace(own);
  expect(textOf(draw(bench, <WhatChanged />))).toMatch(/^MLP \(user-mlp\), .* → 9, 32, and 1 more difference$/);
});

it('lists every difference, and ends a list that is too long with how many there are beyond', () => {
  const bench = silentBench();
  expect(textOf(draw(bench, <Differences base={base} now={base} />))).toBe('no difference');
  const tables = Array.from({ length: 45 }, (_, i) => ({ id: `t${i}`, field: `f${i}`, width: 4 }));
  const many = { ...base, graph: { ...base.graph, tables: [...base.graph.tables, ...tables] } };
  const markup = draw(bench, <Differences base={base} now={many} />);
  expect(markup.match(/<li>/g)).toHaveLength(41);
  expect(textOf(markup)).toMatch(/and 5 more differences$/);
});
