import { defineBlock, port } from '../../blocks/block';
import { choice, int, toggle, when } from '../../document/params';
import { likelihoodParams } from '../likelihood-params';
import { rowWeightParams } from '../row-weight-params';

/**
 * Order: scale, then - log q on all columns also the diagonal, then masks, then the weighted mean of the
 * cross-entropies. Never used in serving. `both`: half of it, and half of the same with users and items in each other's
 * place (Que2Search, KDD 2021), where log q has no business: it corrects for how often an item stands as a column, and
 * there the rows stand for the items' users. Sampled items are columns only, and negatives of every row but those they
 * are accidental hits of; q is then the mixture's (mixed negative sampling). Earlier ones are items of rows of batches
 * before, with the vectors that they had there: constants, stale by as many steps (cross-batch negative sampling); q
 * is that of the rows. A graph has the one or the other; both go with several interests, with every position trained,
 * and with both directions, of which the reversed one has the rows' own users alone.
 *
 * Unlike in the paper, of earlier columns the users alone learn, and items as without them: there an item of the batch
 * is pulled to its user in full, and pushed from the others only by the share that the memory leaves to the batch.
 * Trained so, two towers collapsed; with the items' gradient of the batch alone they do not.
 */
export default defineBlock({
  id: 'in-batch-softmax',
  formerIds: [],
  family: 'objective',
  sides: ['objective'],
  source:
    'Yi et al., RecSys 2019, eq. 3-5; order of TFRS tasks/retrieval.py; same-user mask added; sampled items: Yang et al., WWW 2020 Companion; of earlier batches: Wang et al., SIGIR 2021',
  inputs: { pairing: port('pairing') },
  outputs: { loss: 'internal' },
  params: {
    ...likelihoodParams,
    direction: choice(['rows', 'both'], 'rows'),
    sampling: choice(['none', 'uniform', 'popularity', 'mixed', 'earlier'], 'none'),
    sampled: when('sampling', ['uniform', 'popularity', 'mixed', 'earlier'], int({ default: 64, min: 1, max: 8192 })),
    warmUp: when('sampling', ['earlier'], int({ default: 0, min: 0, max: 1_000_000 })),
    logQ: toggle(true),
    sameItem: toggle(true),
    sameUser: toggle(true),
    ...rowWeightParams,
  },
  samples({ sampling, sampled, warmUp }) {
    if (sampling === 'none') return null;
    return { count: sampled, by: sampling, ...(sampling === 'earlier' ? { from: warmUp } : {}) };
  },
  memory: ({ pairing }, { sampling, sampled }) => (sampling === 'earlier' ? [sampled, pairing.width] : null),
  readsProductsAlone: true,
  hardNegatives: () => 'none',
  readsHits: ({ sameItem, sameUser }) => sameItem || sameUser,
  infer: () => ({ loss: { kind: 'internal', shape: '[]' } }),
  weights: () => ({}),
  probes: { batchRecall: { per: 'batch', labels: () => ['recall'] } },
  cost: ({ pairing }, { direction }) => ({ flops: (direction === 'both' ? 4 : 2) * pairing.width }),
});
