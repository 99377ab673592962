import { defineBlock, sequencePort } from '../block';

/** Each field of each event by itself: x / max(||x||, 1e-6), so that no event counts by how long its vector became. */
export default defineBlock({
  id: 'unit-events',
  formerIds: [],
  family: 'sequence',
  sides: ['user', 'item'],
  source: 'the normalised rows of A in ELSA: Vancura et al., RecSys 2022, section 3',
  inputs: { sequence: sequencePort(() => 'unit') },
  outputs: { sequence: 'sequence' },
  params: {},
  infer: ({ sequence }) => ({ sequence }),
  weights: () => ({}),
  cost: ({ sequence: { names, width, length } }) => ({ flops: 3 * length * names.length * width }),
});
