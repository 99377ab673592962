import { defineBlock, port } from '../block';
import { excitationFlops, excitationParams, excitationWeights, gateAxis, passesNothingElse } from './excitation';

/**
 * Squeeze z_f = mean(x_f), or also max(x_f); excite a = gate(W2 relu(W1 z + b1) + b2) with F / r hidden units; reweight
 * y_f = a_f x_f, or x_f + a_f x_f. Of `all`, as in COLD: a = gate(W2 [x_1 .. x_F] + b2).
 */
export default defineBlock({
  id: 'senet',
  formerIds: [],
  family: 'gate',
  sides: ['user', 'item'],
  source: 'FiBiNET: Huang et al., RecSys 2019, eq. 4-6; skip: IntTower, CIKM 2022; all numbers: COLD, DLP-KDD 2020',
  inputs: { fields: port('fields') },
  outputs: { fields: 'fields', gate: 'internal' },
  params: excitationParams,
  infer: ({ fields }) => ({ fields, gate: { kind: 'internal', shape: `[R, ${fields.names.length}]` } }),
  weights: ({ fields: { names, width } }, params) => excitationWeights(names.length, names.length * width, params),
  probes: {
    gate: { per: 'row', axis: gateAxis, isGate: passesNothingElse, labels: ({ fields }) => fields.names },
    length: { per: 'row', weighsFields: true, labels: ({ fields }) => fields.names },
  },
  cost: ({ fields: { names, width } }, params) => ({
    flops: excitationFlops(names.length, names.length * width, params),
  }),
});
