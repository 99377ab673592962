import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import type { Span } from '../../data/weight-formula/problem';
import { createViewStore } from '../../lab/stores/view';
import { createWorkbench } from '../../lab/stores/workbench';
import type { Lab } from '../../lab/protocol';
import type { Json } from '../../model/document/graph';
import {
  choice,
  float,
  fieldTimes,
  formula,
  int,
  itemField,
  scores,
  storedRun,
  tables,
  toggle,
  widths,
  type ParamSpec,
} from '../../model/document/params';
import { LabProvider } from '../lab';
import type { TableChoice } from './useTableChoice';
import { CONTROLS, ParamControl } from './controls';
import { parseNumber } from '../controls/NumberField';

const silentLab: Lab = {
  ask: () => Promise.reject(new Error('nothing is asked while a form is drawn')),
  on: () => () => undefined,
  dispose: () => undefined,
};
const storage = { getItem: () => null, setItem: () => undefined, removeItem: () => undefined };
const bench = createWorkbench(silentLab, createViewStore(storage, { asked: null, preferred: 'en' }));

const idle = () => undefined;
const tableChoice: TableChoice = {
  fields: ['genre', 'year'],
  tables: [
    { id: 't1', field: 'genre', width: 16 },
    { id: 't2', field: 'genre', width: 24 },
  ],
  sharedWith: (id) => (id === 't2' ? ['History'] : []),
  set: idle,
  own: idle,
  separate: idle,
  setWidth: idle,
};
const draw = (spec: ParamSpec, value: Json, span: Span | null = null): string =>
  renderToStaticMarkup(
    <LabProvider bench={bench}>
      <ParamControl
        spec={spec}
        value={value}
        label="Depth"
        describedBy={undefined}
        options={{ relu: 'ReLU' }}
        tables={tableChoice}
        names={['genre', 'studio']}
        runs={[{ id: 'r1', title: 'First towers' }]}
        span={span}
        change={() => undefined}
      />
    </LabProvider>,
  );

describe('the form of a block', () => {
  it('has a control for every kind of parameter that is declared', () => {
    const declared: { [K in ParamSpec['kind']]: ParamSpec } = {
      int: int({ default: 3, min: 1, max: 9 }),
      float: float({ default: 0.1, min: 0, max: 1 }),
      choice: choice(['relu', 'tanh'], 'relu'),
      toggle: toggle(true),
      widths: widths([64, 32]),
      tables: tables('side'),
      field: itemField(),
      scores: scores(),
      run: storedRun(),
      formula: formula(),
      fieldTimes: fieldTimes(),
    };
    expect(Object.keys(CONTROLS).sort()).toEqual(Object.keys(declared).sort());
    for (const spec of Object.values(declared)) expect(draw(spec, spec.default)).toContain('Depth');
  });

  it('shows numbers as the document has them and choices in words', () => {
    expect(draw(int({ default: 3, min: 1, max: 9 }), 7)).toContain('value="7"');
    expect(draw(choice(['relu', 'tanh'], 'relu'), 'relu')).toContain('>ReLU</option>');
  });

  it.each([itemField(), scores()])(
    'of $kind offers the names there are, none, and the one the document has',
    (spec) => {
      const offered = (value: string) =>
        [...draw(spec, value).matchAll(/<option value="([^"]*)"( selected="")?/g)].map(([, name, selected]) =>
          selected ? `[${name}]` : name,
        );
      expect(offered('studio')).toEqual(['', '[studio]', 'genre']);
      expect(offered('gone')).toEqual(['', '[gone]', 'genre', 'studio']);
    },
  );

  it('offers stored runs by title, and keeps the one that is stored no more', () => {
    const offered = (value: string) =>
      [...draw(storedRun(), value).matchAll(/<option value="([^"]*)"(?: selected="")?>([^<]*)/g)].map(
        ([, id, title]) => [id, title],
      );
    expect(offered('r1')).toEqual([
      ['', expect.any(String)],
      ['r1', 'First towers'],
    ]);
    expect(offered('gone').slice(1)).toEqual([
      ['r1', 'First towers'],
      ['gone', 'gone'],
    ]);
  });

  it('underlines what is wrong in a formula, and offers what it may name', () => {
    const wrong = draw(formula(), 'genre + stduio', { start: 8, end: 14 });
    expect(wrong).toContain('genre + <u>stduio</u></div>');
    expect(wrong).toMatch(/<textarea[^>]* aria-invalid="true"/);
    expect(wrong.match(/<code>\w+<\/code>/g)).toEqual(['<code>genre</code>', '<code>studio</code>']);
    expect(draw(formula(), 'genre')).not.toMatch(/<u>|aria-invalid/);
  });

  it('lists measured times with the adapter they are of, which may be removed', () => {
    const none = draw(fieldTimes(), null);
    expect(none).toContain('Measure on this device');
    expect(none).not.toMatch(/<table|Remove the times/);
    const some = draw(fieldTimes(), { adapter: 'an adapter', times: { genre: 0.0213 } });
    expect(some).toMatch(/genre<\/th><td[^>]*>0\.0213/);
    expect(some).toContain('an adapter');
    expect(some).toContain('Remove the times');
  });

  it('has one box per layer', () => {
    expect(draw(widths([64, 32]), [64, 32, 16]).match(/aria-label="Width of layer/g)).toHaveLength(3);
  });

  it('offers every field, and for a chosen one its own table and those of others', () => {
    const [none, own, shared] = [
      draw(tables('side'), []),
      draw(tables('side'), ['t1']),
      draw(tables('side'), ['t2', 'lost']),
    ];
    expect([none.match(/type="checkbox"/g)?.length, none.includes('<select')]).toEqual([2, false]);
    const options = (html: string) =>
      [...html.matchAll(/<option value="([^"]*)"(?: selected="")?>([^<]*)</g)].map(
        ([, value, text]) => `${value}: ${text}`,
      );
    expect(options(own)).toEqual(['t1: t1 (not shared)', 't2: t2 (shared with History)']);
    expect(options(shared)).toEqual(['t1: t1 (unused)', 't2: t2 (shared with History)', '+: new table']);
    expect(own).toContain('value="16"');
    expect(shared).toContain('lost (missing)');
    expect([own.includes('<button'), shared.includes('Use separate tables')]).toEqual([false, true]);
  });

  it('takes a number only whole and inside its limits', () => {
    const limits = { min: 1, max: 9 };
    expect(parseNumber('3', limits, true)).toBe(3);
    expect(parseNumber(' 2,5 ', limits, false)).toBe(2.5);
    expect(parseNumber('1e-3', { min: 0, max: 1 }, false)).toBe(0.001);
    for (const text of ['', '3.5', '0', '10', 'three', 'Infinity', 'NaN'])
      expect(parseNumber(text, limits, true)).toBeNull();
  });
});
