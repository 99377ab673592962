/** What the fields of ready-made towers might be worth: the same each time. */
import type { Dataset } from '../../data/dataset';
import { rankCorrelation } from '../../data/rank-correlation';
import type { FieldWorth, FieldWorths, Method } from '../../lab/selection/field-worth';
import { costsOfFields, unpricedFields } from '../../model/check/field-costs';
import { schemaOf } from '../../model/document/schema';
import { preset } from '../../model/presets/presets';

const METHODS: readonly (readonly [Method, Method])[] = [
  ['keep', 'importance'],
  ['seGate', 'importance'],
];

/** @param of id of a preset */
export function worthsOf(of: string, dataset: Dataset, step: number): FieldWorths {
  const schema = schemaOf(dataset);
  const { graph } = preset(of).build(schema);
  const isWeighed = graph.nodes.some(({ block }) => block === 'senet');
  const { served, ofLoss } = unpricedFields(graph, schema);
  const unpriced = served.map((field) => ({ ...field, gate: null, cost: null, time: null }));
  const fields = [...costsOfFields(graph, schema), ...unpriced].map(({ gate, ...field }, at): FieldWorth => ({
    ...field,
    keep: gate && 0.95 - 0.11 * at,
    seGate: isWeighed ? 0.8 + 0.07 * ((at * 5) % 7) : null,
    // One that tells nothing loses nothing, a little more or less.
    importance: { mean: at % 4 === 3 ? -0.0006 : 0.041 / (1 + at), half: 0.0031 / (1 + at / 2) },
  }));
  const valueOf = (field: FieldWorth, method: Method): number =>
    (method === 'importance' ? field.importance.mean : field[method]) ?? 0;
  return {
    step,
    metric: 'ndcg@10',
    value: 0.1372,
    validationUsers: 184,
    repeats: 3,
    fields,
    ofLoss,
    agreement: METHODS.map((methods) => {
      const known = fields.filter((field) =>
        methods.every((method) => method === 'importance' || field[method] !== null),
      );
      const [a = [], b = []] = methods.map((method) => known.map((field) => valueOf(field, method)));
      return { methods, fields: known.length, rankCorrelation: rankCorrelation(a, b) };
    }),
  };
}
