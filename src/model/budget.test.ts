import { describe, expect, it } from 'vitest';
import type { FieldSpec } from '../data/dataset';
import { fitBudget, spentBy, totalOf, TOLERANCE, type Budget, type Fit } from './budget';
import type { TowerGraph } from './graph';
import { setParam } from './graph-edits';
import { drawTowers } from './presets/drawing/towers';
import { preset, presets } from './presets/presets';
import type { Schema } from './schema';
import { smallDataset, smallGraph } from './testing';
import { schemaOf } from './schema';

const field = (name: string, owner: 'user' | 'item', kind: FieldSpec['kind'], rows: number, length = 1): FieldSpec => ({ name, owner, kind, rows, length });
const SCHEMAS: Record<string, Schema> = {
  'a shop': {
    users: 2000, items: 900, events: 30_000, hasTime: true,
    fields: [field('user id', 'user', 'id', 2002), field('item id', 'item', 'id', 902), field('city', 'user', 'categorical', 14), field('genres', 'item', 'bag', 22, 4), field('price', 'item', 'numeric', 12)],
  },
  'ids only': { users: 600, items: 300, events: 5000, hasTime: true, fields: [field('user id', 'user', 'id', 602), field('item id', 'item', 'id', 302)] },
  'no time': { users: 600, items: 300, events: 5000, hasTime: false, fields: [field('user id', 'user', 'id', 602), field('item id', 'item', 'id', 302), field('maker', 'item', 'categorical', 40)] },
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
    expect(graph.nodes.map(({ id: node, block }) => [node, block])).toEqual(own.nodes.map(({ id: node, block }) => [node, block]));
    return graph;
  };

  it('brings SE gates to the parameters of two-tower within 1 % at its final width', () => {
    checked(spentBy(preset('two-tower').build(schema).graph, schema), preset('senet').build(schema).graph);
  });

  // Que2Search has no hidden layer to take a remainder.
  it.each([...presets.values()].filter(({ id, needs }) => id !== 'que2search' && (schema.hasTime || !needs)).flatMap(({ id }) => [1.15, 1.3].map((factor) => [id, factor] as const)))('brings %s to %f times its parameters at its own final width', (id, factor) => {
    const own = preset(id).build(schema).graph;
    const { parameters, finalWidth } = spentBy(own, schema);
    expect(checked({ parameters: Math.round(factor * parameters), finalWidth }, own)).not.toEqual(own);
  });

  it('says how near it came where no hidden layer takes the remainder', () => {
    const own = preset('que2search').build(schema).graph;
    const { parameters, finalWidth } = spentBy(own, schema);
    const fits = [1.15, 1.2, 1.25, 1.3].map((factor) => fitBudget({ parameters: Math.round(factor * parameters), finalWidth }, own, schema));
    for (const fit of fits) if (!fit.ok) expect(fit.reason).toMatch(/^no whole widths of its tables come within 1 % of \d+ parameters; the nearest is \d\.\d % off$/);
    expect(fits.some(({ ok }) => ok)).toBe(true);
  });

  it('refuses a graph of another final width, which its last layers decide', () => {
    const own = preset('parallel').build(schema).graph;
    const { parameters, finalWidth } = spentBy(own, schema);
    expect(fitBudget({ parameters, finalWidth: finalWidth - 1 }, own, schema)).toEqual({ ok: false, reason: `its final width is ${finalWidth}, not ${finalWidth - 1}; the last layers decide it` });
  });
});

describe('the parameters of a graph', () => {
  it('are those one counts by hand: tables, kernels and biases', () => {
    // Users 14, groups 5, items 40, genres 33 rows of 4; MLPs 12 -> 8 -> 4 and 8 -> 8 -> 4.
    const tables = 4 * (14 + 5 + 40 + 33);
    const layers = 12 * 8 + 8 + 8 * 4 + 4 + (8 * 8 + 8 + 8 * 4 + 4);
    expect(spentBy(smallGraph(), schemaOf(smallDataset()))).toEqual({ parameters: tables + layers, finalWidth: 4 });
    expect(totalOf([{ parameters: 3, finalWidth: 1 }, { parameters: 4, finalWidth: 2 }])).toEqual({ parameters: 7, finalWidth: 3 });
  });
});

describe('what the budget changes', () => {
  const schema = schemaOf(smallDataset());
  const rows = { users: 14, groups: 5, items: 40, genres: 33 };

  it('widens embeddings first, all by one factor, and leaves the remainder to the hidden layers', () => {
    const target = { parameters: 3000, finalWidth: 4 };
    const { graph, achieved } = fitted(fitBudget(target, smallGraph(), schema));
    const width = widthOf(graph, 'items');
    expect(graph.tables.map((table) => table.width)).toEqual([width, width, width, width]);
    // One number more in every embedding would cost the rows of all tables and five inputs of eight hidden units: more than the budget, hidden layers as drawn.
    const costOf = (w: number) => w * (rows.users + rows.groups + rows.items + rows.genres) + 3 * w * 8 + 8 + 36 + 2 * w * 8 + 8 + 36;
    expect(costOf(width)).toBeLessThanOrEqual(3000);
    expect(costOf(width + 1)).toBeGreaterThan(3000);
    expect(hiddenOf(graph, 'user-mlp')).toEqual([expect.any(Number), 4]);
    expect(achieved.parameters).toBeGreaterThan(2970);
    expect(achieved.parameters).toBeLessThan(3030);
  });

  it('narrows a graph that is too large', () => {
    const { graph, achieved } = fitted(fitBudget({ parameters: 1500, finalWidth: 4 }, smallGraph({ hidden: 64 }), schema));
    expect(widthOf(graph, 'items')).toBeLessThan(4);
    expect(Math.abs(achieved.parameters / 1500 - 1)).toBeLessThan(TOLERANCE);
  });

  it('leaves tables alone on which the final width hangs, and fits by the hidden layers', () => {
    const shop = SCHEMAS['a shop']!;
    const graph = drawTowers('Two towers', shop, 64);
    const wanted = spentBy(graph, shop);
    const { graph: fit } = fitted(fitBudget({ ...wanted, parameters: Math.round(wanted.parameters * 1.2) }, graph, shop));
    expect(widthOf(fit, 'item-id')).toBe(64);
    expect(widthOf(fit, 'user-id')).toBeGreaterThan(64);
  });

  it('counts the layers of a profile MLP among the hidden ones: all where a last one leads back to the interest, else all but the last', () => {
    const shop = SCHEMAS['a shop']!;
    const fitOf = (graph: TowerGraph, factor: number) => {
      const own = spentBy(graph, shop);
      return fitted(fitBudget({ ...own, parameters: Math.round(own.parameters * factor) }, graph, shop)).graph;
    };
    const drawn = preset('mind').build(shop).graph;
    // The tables of the users take what they can: a budget below what one number of their embeddings costs is left to the layers.
    const rows = 2002 / spentBy(drawn, shop).parameters;
    const residual = fitOf(drawn, 1 + 0.9 * rows);
    expect(hiddenOf(residual, 'interest-mlp')).not.toEqual(hiddenOf(drawn, 'interest-mlp'));
    const width = spentBy(drawn, shop).finalWidth;
    const plain = setParam(setParam(drawn, 'interest-mlp', 'widths', [64, width]), 'interest-mlp', 'residual', false);
    expect(hiddenOf(fitOf(plain, 1 + 0.9 * rows), 'interest-mlp')).toEqual([expect.any(Number), width]);
  });
});

describe('a budget that cannot be kept is refused with the reason', () => {
  const schema = schemaOf(smallDataset());
  const refusal = (fit: Fit): string => (fit.ok ? expect.fail('it was kept') : fit.reason);

  it('for another final width', () => {
    expect(refusal(fitBudget({ parameters: 1000, finalWidth: 8 }, smallGraph(), schema))).toBe('its final width is 4, not 8; the last layers decide it');
  });

  it('for a budget below the narrowest graph', () => {
    expect(refusal(fitBudget({ parameters: 50, finalWidth: 4 }, smallGraph(), schema))).toMatch(/^no whole widths of its tables and hidden layers come within 1 % of 50 parameters; the nearest is \d+\.\d % off$/);
  });

  it('where whole numbers step over it: no hidden layer takes the remainder', () => {
    const flat = ['user-mlp', 'item-mlp'].reduce((graph, id) => setParam(graph, id, 'widths', [4]), smallGraph());
    // Each width step costs 92 rows and 20 kernel numbers: 112 w + 8.
    expect(spentBy(flat, schema).parameters).toBe(4 * 112 + 8);
    expect(fitBudget({ parameters: 6 * 112 + 8, finalWidth: 4 }, flat, schema)).toMatchObject({ ok: true, achieved: { parameters: 680 } });
    expect(refusal(fitBudget({ parameters: 6 * 112 + 60, finalWidth: 4 }, flat, schema))).toBe('no whole widths of its tables come within 1 % of 732 parameters; the nearest is 7.1 % off');
  });

  it('where nothing may change', () => {
    const bare: TowerGraph = {
      ...smallGraph(), tables: [{ id: 'users', field: 'user id', width: 4 }, { id: 'items', field: 'item id', width: 4 }],
      nodes: [
        { id: 'user', block: 'fields', side: 'user', params: { tables: ['users'] }, at: [0, 0] }, { id: 'item', block: 'fields', side: 'item', params: { tables: ['items'] }, at: [0, 0] },
        { id: 'user-vector', block: 'concat', side: 'user', params: {}, at: [0, 0] }, { id: 'item-vector', block: 'concat', side: 'item', params: {}, at: [0, 0] },
        ...smallGraph().nodes.filter(({ side }) => side === 'match' || side === 'objective'),
      ],
      edges: [['user', 'fields', 'user-vector', 'parts'], ['item', 'fields', 'item-vector', 'parts'], ['user-vector', 'vector', 'match', 'user'], ['item-vector', 'vector', 'match', 'item'], ['match', 'pairing', 'softmax', 'pairing']]
        .map(([node = '', output = '', target = '', input = '']) => ({ from: { node, output }, to: { node: target, input } })),
    };
    expect(refusal(fitBudget({ parameters: 500, finalWidth: 4 }, bare, schema))).toBe('the final width depends on every table, and no MLP has a hidden layer');
    // 54 rows of 4: what is right as it is needs no change.
    expect(fitBudget({ parameters: 216, finalWidth: 4 }, bare, schema)).toEqual({ ok: true, graph: bare, achieved: { parameters: 216, finalWidth: 4 }, deviation: 0 });
  });
});
