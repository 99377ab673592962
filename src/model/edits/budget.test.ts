import { describe, expect, it } from 'vitest';
import type { FieldSpec } from '../../data/dataset';
import { fitBudget, spentBy, totalOf, TOLERANCE, widthsOf, type Budget, type Fit } from './budget';
import type { TowerGraph } from '../document/graph';
import { setParam } from '../document/graph-edits';
import { drawTowers } from '../presets/drawing/towers';
import { preset, presets } from '../presets/presets';
import { type Schema, schemaOf } from '../document/schema';
import { smallDataset, smallGraph } from '../harness/small-graph';

const field = (name: string, owner: 'user' | 'item', kind: FieldSpec['kind'], rows: number, length = 1): FieldSpec => ({
  name,
  owner,
  kind,
  rows,
  length,
});
const SCHEMAS: Record<string, Schema> = {
  'a shop': {
    users: 2000,
    items: 900,
    events: 30_000,
    hasTime: true,
    fields: [
      field('user id', 'user', 'id', 2002),
      field('item id', 'item', 'id', 902),
      field('city', 'user', 'categorical', 14),
      field('genres', 'item', 'bag', 22, 4),
      field('price', 'item', 'numeric', 12),
    ],
  },
  'ids only': {
    users: 600,
    items: 300,
    events: 5000,
    hasTime: true,
    fields: [field('user id', 'user', 'id', 602), field('item id', 'item', 'id', 302)],
  },
  'no time': {
    users: 600,
    items: 300,
    events: 5000,
    hasTime: false,
    fields: [
      field('user id', 'user', 'id', 602),
      field('item id', 'item', 'id', 302),
      field('maker', 'item', 'categorical', 40),
    ],
  },
};

const fitted = (fit: Fit): Extract<Fit, { ok: true }> => (fit.ok ? fit : expect.fail(fit.reason));
const widthOf = ({ tables }: TowerGraph, id: string): number => tables.find((table) => table.id === id)!.width;
const hiddenOf = ({ nodes }: TowerGraph, id: string): unknown => nodes.find((node) => node.id === id)!.params['widths'];

describe.each(Object.entries(SCHEMAS))('equal budget over %s', (_, schema) => {
  const checked = (wanted: Budget, own: TowerGraph): TowerGraph => {
    const { graph, achieved, deviation } = fitted(fitBudget(wanted, own, schema));
    expect(spentBy(graph, schema)).toEqual(achieved);
    expect(achieved.finalWidth).toBe(wanted.finalWidth);
    expect(Math.abs(achieved.parameters - wanted.parameters)).toBeLessThan(TOLERANCE * wanted.parameters);
    expect(deviation).toBeCloseTo(achieved.parameters / wanted.parameters - 1, 12);
    // Widths alone have changed.
    expect(graph.edges).toEqual(own.edges);
    expect(graph.nodes.map(({ id: node, block }) => [node, block])).toEqual(
      own.nodes.map(({ id: node, block }) => [node, block]),
    );
    return graph;
  };

  it('brings SE gates to the parameters of two-tower within 1 % at its final width', () => {
    checked(spentBy(preset('two-tower').build(schema).graph, schema), preset('senet').build(schema).graph);
  });

  // Que2Search has no hidden layer to take a remainder; all of ELSA and SASRec is as wide as their one table.
  it.each(
    [...presets.values()]
      .filter(({ id, needs }) => !['que2search', 'elsa', 'sasrec'].includes(id) && (schema.hasTime || !needs))
      .flatMap(({ id }) => [1.15, 1.3].map((factor) => [id, factor] as const)),
  )('brings %s to %f times its parameters at its own final width', (id, factor) => {
    const own = preset(id).build(schema).graph;
    const { parameters, finalWidth } = spentBy(own, schema);
    expect(checked({ parameters: Math.round(factor * parameters), finalWidth }, own)).not.toEqual(own);
  });

  it('says how near it came where no hidden layer takes the remainder', () => {
    const own = preset('que2search').build(schema).graph;
    const { parameters, finalWidth } = spentBy(own, schema);
    const fits = [1.15, 1.2, 1.25, 1.3].map((factor) =>
      fitBudget({ parameters: Math.round(factor * parameters), finalWidth }, own, schema),
    );
    for (const fit of fits)
      if (!fit.ok)
        expect(fit.reason).toMatch(
          /^no whole widths of its tables come within 1 % of \d+ parameters; the nearest is \d\.\d % off$/,
        );
    expect(fits.some(({ ok }) => ok)).toBe(true);
  });

  it('refuses a graph of another final width, which its last layers decide', () => {
    const own = preset('parallel').build(schema).graph;
    const { parameters, finalWidth } = spentBy(own, schema);
    expect(fitBudget({ parameters, finalWidth: finalWidth - 1 }, own, schema)).toMatchObject({
      ok: false,
      reason: `its final width is ${finalWidth}, not ${finalWidth - 1}; the last layers decide it`,
    });
  });
});

describe('the parameters of a graph', () => {
  it('are those one counts by hand: tables, kernels and biases', () => {
    // Users 14, groups 5, items 40, genres 33 rows of 4; MLPs 12 -> 8 -> 4 and 8 -> 8 -> 4.
    const tables = 4 * (14 + 5 + 40 + 33);
    const layers = 12 * 8 + 8 + 8 * 4 + 4 + (8 * 8 + 8 + 8 * 4 + 4);
    expect(spentBy(smallGraph(), schemaOf(smallDataset()))).toEqual({ parameters: tables + layers, finalWidth: 4 });
    expect(
      totalOf([
        { parameters: 3, finalWidth: 1 },
        { parameters: 4, finalWidth: 2 },
      ]),
    ).toEqual({ parameters: 7, finalWidth: 3 });
  });
});

describe('what the budget changes', () => {
  const schema = schemaOf(smallDataset());
  const drawn = (width: number, hidden: number): TowerGraph => ({
    ...smallGraph({ hidden }),
    tables: smallGraph().tables.map((table) => ({ ...table, width })),
  });
  /** 92 rows of all tables; MLPs 3 w -> h -> 4 and 2 w -> h -> 4. */
  const costOf = (w: number, h: number): number => 92 * w + (3 * w * h + h + 4 * h + 4) + (2 * w * h + h + 4 * h + 4);

  it('widens and narrows tables and hidden layers by one factor', () => {
    // Drawn 4 and 8, to be 10 and 20.
    expect(fitted(fitBudget({ parameters: costOf(10, 20), finalWidth: 4 }, smallGraph(), schema))).toMatchObject({
      drawn: { tables: { users: 4, groups: 4, items: 4, genres: 4 }, hidden: { 'user-mlp': [8], 'item-mlp': [8] } },
      fitted: {
        tables: { users: 10, groups: 10, items: 10, genres: 10 },
        hidden: { 'user-mlp': [20], 'item-mlp': [20] },
      },
      deviation: 0,
    });
    const { graph, fitted: narrowed } = fitted(
      fitBudget({ parameters: costOf(8, 32), finalWidth: 4 }, drawn(16, 64), schema),
    );
    expect(narrowed).toEqual({
      tables: { users: 8, groups: 8, items: 8, genres: 8 },
      hidden: { 'user-mlp': [32], 'item-mlp': [32] },
    });
    expect(widthsOf(graph)).toEqual(narrowed);
    expect(hiddenOf(graph, 'user-mlp')).toEqual([32, 4]);
  });

  it('comes as near to the drawn proportion as whole numbers within the budget can', () => {
    const numbers = Array.from({ length: 90 }, (_, i) => i + 4);
    for (const parameters of [1000, 1777, 3000, 5000, 9000]) {
      const pays = (w: number, h: number): boolean => Math.abs(costOf(w, h) / parameters - 1) <= TOLERANCE;
      // Drawn 4 and 8: two units for each number of a table.
      const apart = (w: number, h: number): number => Math.abs(Math.log(h / (2 * w)));
      const { tables, hidden } = fitted(fitBudget({ parameters, finalWidth: 4 }, smallGraph(), schema)).fitted;
      const [width, units] = [tables['items']!, hidden['user-mlp']![0]!];
      expect(pays(width, units)).toBe(true);
      expect(apart(width, units)).toBeCloseTo(
        Math.min(...numbers.flatMap((w) => numbers.filter((h) => pays(w, h)).map((h) => apart(w, h)))),
        12,
      );
    }
  });

  it('makes nothing narrower than 4, or than it is drawn: what is above still pays', () => {
    const narrowed = (parameters: number, graph: TowerGraph): number[] => {
      const { tables, hidden } = fitted(fitBudget({ parameters, finalWidth: 4 }, graph, schema)).fitted;
      return [tables['items']!, hidden['user-mlp']![0]!];
    };
    expect(narrowed(costOf(4, 11), drawn(16, 64))).toEqual([4, 11]);
    expect(narrowed(costOf(4, 4), drawn(16, 64))).toEqual([4, 4]);
    expect(narrowed(costOf(8, 4), drawn(64, 8))).toEqual([8, 4]);
    expect(narrowed(costOf(2, 4), drawn(2, 64))).toEqual([2, 4]);
    expect(narrowed(costOf(4, 3), drawn(16, 3))).toEqual([4, 3]);
  });

  it('leaves a graph as it is drawn that keeps the budget', () => {
    const graph = smallGraph();
    // 616 parameters: 621 are .8 % more.
    expect(fitted(fitBudget({ parameters: 621, finalWidth: 4 }, graph, schema)).graph).toBe(graph);
    expect(fitted(fitBudget({ parameters: costOf(4, 9), finalWidth: 4 }, graph, schema)).graph).not.toEqual(graph);
  });

  it('leaves tables alone on which the final width hangs, and fits by the hidden layers', () => {
    const shop = SCHEMAS['a shop']!;
    const graph = drawTowers('Two towers', shop, 64);
    const wanted = spentBy(graph, shop);
    const { graph: fit } = fitted(
      fitBudget({ ...wanted, parameters: Math.round(wanted.parameters * 1.2) }, graph, shop),
    );
    expect(widthOf(fit, 'item-id')).toBe(64);
    expect(widthOf(graph, 'city')).toBe(16);
    expect(widthOf(fit, 'city')).toBeGreaterThan(16);
  });

  it('counts the layers of a profile MLP among the hidden ones: all where a last one leads back to the interest, else all but the last', () => {
    const shop = SCHEMAS['a shop']!;
    const fitOf = (graph: TowerGraph, factor: number) => {
      const own = spentBy(graph, shop);
      return fitted(fitBudget({ ...own, parameters: Math.round(own.parameters * factor) }, graph, shop)).graph;
    };
    const drawn = preset('mind').build(shop).graph;
    const residual = fitOf(drawn, 1.1);
    expect(hiddenOf(residual, 'interest-mlp')).not.toEqual(hiddenOf(drawn, 'interest-mlp'));
    const width = spentBy(drawn, shop).finalWidth;
    const plain = setParam(setParam(drawn, 'interest-mlp', 'widths', [64, width]), 'interest-mlp', 'residual', false);
    const fit = fitOf(plain, 1.1);
    expect(hiddenOf(fit, 'interest-mlp')).toEqual([expect.any(Number), width]);
    expect(hiddenOf(fit, 'interest-mlp')).not.toEqual([64, width]);
  });
});

describe('a budget that cannot be kept is refused with the reason', () => {
  const schema = schemaOf(smallDataset());
  const refusal = (fit: Fit): string => (fit.ok ? expect.fail('it was kept') : fit.reason);

  it('for another final width', () => {
    expect(refusal(fitBudget({ parameters: 1000, finalWidth: 8 }, smallGraph(), schema))).toBe(
      'its final width is 4, not 8; the last layers decide it',
    );
  });

  it('for a budget below the least widths', () => {
    // Tables 4 and hidden layers 4: 92 x 4 + 52 + 4 + 16 + 4 + 36 + 16.
    expect(refusal(fitBudget({ parameters: 490, finalWidth: 4 }, smallGraph({ hidden: 64 }), schema))).toBe(
      'with tables and hidden layers no wider than 4 it has 496 parameters, more than 490; narrower ones are not drawn',
    );
  });

  it('where whole numbers step over it: no hidden layer takes the remainder', () => {
    const flat = ['user-mlp', 'item-mlp'].reduce((graph, id) => setParam(graph, id, 'widths', [4]), smallGraph());
    // Each width step costs 92 rows and 20 kernel numbers: 112 w + 8.
    expect(spentBy(flat, schema).parameters).toBe(4 * 112 + 8);
    expect(fitBudget({ parameters: 6 * 112 + 8, finalWidth: 4 }, flat, schema)).toMatchObject({
      ok: true,
      achieved: { parameters: 680 },
    });
    expect(refusal(fitBudget({ parameters: 6 * 112 + 60, finalWidth: 4 }, flat, schema))).toBe(
      'no whole widths of its tables come within 1 % of 732 parameters; the nearest is 7.1 % off',
    );
  });

  it('where nothing may change', () => {
    const bare: TowerGraph = {
      ...smallGraph(),
      tables: [
        { id: 'users', field: 'user id', width: 4 },
        { id: 'items', field: 'item id', width: 4 },
      ],
      nodes: [
        { id: 'user', block: 'fields', side: 'user', params: { tables: ['users'] }, at: [0, 0] },
        { id: 'item', block: 'fields', side: 'item', params: { tables: ['items'] }, at: [0, 0] },
        { id: 'user-vector', block: 'concat', side: 'user', params: {}, at: [0, 0] },
        { id: 'item-vector', block: 'concat', side: 'item', params: {}, at: [0, 0] },
        ...smallGraph().nodes.filter(({ side }) => side === 'match' || side === 'objective'),
      ],
      edges: [
        ['user', 'fields', 'user-vector', 'parts'],
        ['item', 'fields', 'item-vector', 'parts'],
        ['user-vector', 'vector', 'match', 'user'],
        ['item-vector', 'vector', 'match', 'item'],
        ['match', 'pairing', 'softmax', 'pairing'],
      ].map(([node = '', output = '', target = '', input = '']) => ({
        from: { node, output },
        to: { node: target, input },
      })),
    };
    expect(refusal(fitBudget({ parameters: 500, finalWidth: 4 }, bare, schema))).toBe(
      'the final width depends on every table, and no MLP has a hidden layer',
    );
    // 54 rows of 4: what is right as it is needs no change.
    const widths = { tables: { users: 4, items: 4 }, hidden: {} };
    expect(fitBudget({ parameters: 216, finalWidth: 4 }, bare, schema)).toEqual({
      ok: true,
      graph: bare,
      achieved: { parameters: 216, finalWidth: 4 },
      deviation: 0,
      drawn: widths,
      fitted: widths,
    });
  });
});
