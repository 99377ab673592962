import { expect, it } from 'vitest';
import type { Dataset, OutcomeColumn } from '../../data/dataset';
import { judge } from '../check/judge';
import { setParam } from '../document/graph-edits';
import { schemaOf } from '../document/schema';
import { smallDataset, smallGraph } from '../harness/small-graph';
import { withOutcomes } from '../harness/outcomes';
import { formulasOf, problemsOfRowWeights } from './row-formulas';

const dataset = withOutcomes(smallDataset());
const withFormula = (formula: string) => setParam(smallGraph(), 'softmax', 'rowFormula', formula);
const judged = (formula: string, data: Dataset = dataset) => judge(withFormula(formula), schemaOf(data)).problems;

it('are judged where a graph is drawn, at the node and the place in the formula', () => {
  expect(judged('')).toEqual([]);
  expect(judged('log1p(dwell) + 2 * (kind == "buy")')).toEqual([]);
  expect(judged('dwell * stay')).toEqual([
    {
      nodeId: 'softmax',
      field: 'rowFormula',
      code: 'weight-no-outcome',
      values: { formula: 'dwell * stay', start: 8, end: 12, column: 'stay', columns: 'dwell, kind' },
    },
  ]);
  expect(judged('dwell +')).toMatchObject([{ nodeId: 'softmax', code: 'weight-no-value', values: { start: 7 } }]);
  expect(judged('dwell', smallDataset())).toMatchObject([{ code: 'weight-no-outcome', values: { columns: '–' } }]);
  expect(judged(3 as never)).toMatchObject([{ code: 'bad-param', values: { allowed: 'a formula' } }]);
});

it('are not read where every row counts alike', () => {
  const graph = setParam(withFormula('nothing such'), 'softmax', 'rowWeights', false);
  expect(formulasOf(graph)).toEqual([]);
  expect(judge(graph, schemaOf(dataset)).problems).toEqual([]);
});

it('are refused with the line of a row that would weigh less than nothing, before a run begins', () => {
  expect(problemsOfRowWeights(withFormula('dwell'), dataset)).toEqual([]);
  const line = dataset.events.outcomes!.line[dataset.events.outcomes!.start[dataset.split.train[0]!]!]!;
  const { values } = dataset.events.outcomes!.columns[0] as Extract<OutcomeColumn, { values: Float32Array }>;
  const first = values[dataset.events.outcomes!.start[dataset.split.train[0]!]!]!;
  expect(problemsOfRowWeights(withFormula('dwell - 1000'), dataset)).toMatchObject([
    { nodeId: 'softmax', field: 'rowFormula', code: 'weight-bad-row', values: { line, value: String(first - 1000) } },
  ]);
});
