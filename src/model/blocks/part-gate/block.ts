import { defineBlock, port } from '../block';
import { layoutOf, namesOf } from '../../document/parts';
import { excitationFlops, excitationParams, excitationWeights, gateAxis, passesNothingElse } from '../senet/excitation';

/**
 * The equations of the SE gate with the parts of a vector in place of fields: z_p = mean of the numbers of part p, or
 * also their maximum, y_p = a_p x_p. Nothing in them asks for equal widths. Parts are ranges of the layout, where
 * the vector has one.
 */
export default defineBlock({
  id: 'part-gate',
  formerIds: [],
  family: 'gate',
  sides: ['user', 'item'],
  source: 'FiBiNET: Huang et al., RecSys 2019, eq. 4-6, over parts that may differ in width; skip: IntTower, CIKM 2022',
  inputs: { vector: port('vector') },
  outputs: { vector: 'vector', gate: 'internal' },
  params: excitationParams,
  infer: ({ vector }) => ({ vector, gate: { kind: 'internal', shape: `[R, ${layoutOf(vector).length}]` } }),
  weights: ({ vector }, params) => excitationWeights(layoutOf(vector).length, vector.width, params),
  probes: {
    gate: { per: 'row', axis: gateAxis, isGate: passesNothingElse, labels: ({ vector }) => namesOf(layoutOf(vector)) },
    length: { per: 'row', weighsFields: true, labels: ({ vector }) => namesOf(layoutOf(vector)) },
  },
  cost: ({ vector }, params) => ({ flops: excitationFlops(layoutOf(vector).length, vector.width, params) }),
});
