/**
 * For tests of gates over fields: a log whose users take items of their own segment, and nothing else decides, and
 * rankers that read it.
 */
import { FIRST_VALUE, type Dataset, type Field } from '../../data/dataset';
import { datasetOf, type Row } from '../../data/testing';
import type { Json, TowerGraph } from '../document/graph';
import { graphOf } from './tiny-log';

const [USERS, ITEMS] = [24, 36];
/** Of users and of items, and values of each field. */
export const KINDS = 3;
const DAY = 86_400_000;

/** Users take every other item of their kind. The shade of an item says nothing of it; its twin says the same. */
export function plantedLog(): Dataset {
  const rows = Array.from({ length: USERS }, (_, user) =>
    Array.from({ length: ITEMS }, (__, item): Row => [`u${user}`, `i${item}`, item * DAY]).filter(
      (___, item) => item % KINDS === user % KINDS && Math.floor(item / KINDS) % 2 === Math.floor(user / KINDS) % 2,
    ),
  ).flat();
  const dataset = datasetOf(rows);
  const numberOf = (id: string): number => Number(id.slice(1));
  const field = (name: string, owner: 'user' | 'item', valueOf: (n: number) => number): Field => ({
    name,
    owner,
    kind: 'categorical',
    rows: KINDS + FIRST_VALUE,
    vocabulary: [],
    length: 1,
    weights: null,
    ids: Uint32Array.from(
      owner === 'user' ? dataset.users : dataset.items,
      (id) => valueOf(numberOf(id)) + FIRST_VALUE,
    ),
  });
  return {
    ...dataset,
    fields: [
      field('segment', 'user', (n) => n % KINDS),
      field('kind', 'item', (n) => n % KINDS),
      field('twin', 'item', (n) => (n + 1) % KINDS),
      field('shade', 'item', (n) => Math.floor(n / KINDS) % KINDS),
    ],
  };
}
const EDGES = [
  'segment.fields > user.parts',
  'user.vector > towers.user',
  'item.vector > towers.item',
  'towers.vector > mlp.vector',
  'mlp.vector > score.vector',
  'score.logits > loss.logits',
];

/** A gate for each item field, so that each has its own price. @param rows that bear the cost */
export function gatedRanker(fields: readonly string[], { rows = 32, isGated = true } = {}): TowerGraph {
  const of = <T>(make: (field: string) => [string, T]) => Object.fromEntries(fields.map(make));
  const graph = graphOf(
    { segment: ['segment', 4], ...of((field) => [field, [field, 4] as const]) },
    {
      segment: ['fields', 'user', { tables: ['segment'] }],
      user: ['concat', 'user'],
      ...of((field) => [field, ['fields', 'item', { tables: [field] } as Record<string, Json>] as const]),
      ...(isGated ? of((field) => [`${field}-gate`, ['field-gate', 'item'] as const]) : {}),
      item: ['concat', 'item'],
      towers: ['interaction', 'match', { product: false }],
      mlp: ['mlp', 'match', { widths: [12], activation: 'tanh', lastLinear: false }],
      score: ['logits', 'match'],
      loss: ['pair-bce', 'objective', { candidates: 4 }],
      ...(isGated ? { cost: ['field-cost', 'objective', { rows }] as const } : {}),
    },
    [
      ...EDGES,
      ...fields.flatMap((field) =>
        isGated
          ? [
              `${field}.fields > ${field}-gate.fields`,
              `${field}-gate.fields > item.parts`,
              `${field}-gate.penalty > cost.penalty`,
            ]
          : [`${field}.fields > item.parts`],
      ),
    ],
  );
  return { ...graph, kind: 'ranker' };
}
