import { expect, it } from 'vitest';
import type { OutcomeSpec } from '../../../data/outcomes';
import { judge } from '../../check/judge';
import { nodeById } from '../../document/graph-edits';
import type { Schema } from '../../document/schema';
import { preset } from '../presets';
import { secondSignal } from './preset';

const number = (name: string, role: OutcomeSpec['role'] = 'label'): OutcomeSpec => ({ name, role, names: null });
const behaviour: OutcomeSpec = { name: 'action', role: 'behaviour', names: ['click', 'to buy'] };

it.each<[OutcomeSpec[], string]>([
  [[number('is_like'), number('play_time_ms', 'dwell'), behaviour], 'sqrt(max(0, play_time_ms))'],
  [[number('w', 'weight'), number('pos', 'position'), behaviour, number('is like')], 'max(0, "is like")'],
  [[number('pos', 'position'), behaviour], 'action == "to buy"'],
  [[{ ...behaviour, names: ['click'] }], ''],
  [[], ''],
])('learns the second head from what came of a row: %#', (outcomes, formula) => {
  expect(secondSignal({ outcomes })).toBe(formula);
  const schema: Schema = {
    fields: [
      { name: 'user id', owner: 'user', kind: 'id', rows: 102, length: 1 },
      { name: 'item id', owner: 'item', kind: 'id', rows: 802, length: 1 },
    ],
    users: 100,
    items: 800,
    events: 20_000,
    hasTime: true,
    outcomes,
  };
  const { graph } = preset('heads').build(schema);
  const judgement = judge(graph, schema);
  expect(judgement.problems).toEqual([]);
  expect(nodeById(graph, 'second-softmax')!.params['rowFormula']).toBe(formula);
  expect(judgement.costs.width).toEqual({ user: 128, item: 128 });
});
