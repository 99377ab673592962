import type { Teacher } from '../../../data/relevance';
import { defineBlock, port, SHARES, type RelevanceRequest } from '../../blocks/block';
import { choice, float, int, itemField, scores, storedRun, when } from '../../document/params';
import { likelihoodParams } from '../likelihood-params';
import { rowWeightParams } from '../row-weight-params';

/**
 * sum_i w_i [CE_i(click) + r mean_n CE_n(no click) + sum_b CE_b(bad)] / sum_i w_i (1 + r + bad cases of i), a softmax
 * over three classes: each row's own item was clicked; items drawn from the catalogue were not, the same for all rows,
 * or what the row's user was shown and did not take (each row has N / B such columns of its own, and r falls away where
 * there was nothing); bad cases are what the student would wrongly show. In every step
 *
 * - users x items of the batch are judged by the teacher (data/relevance.ts), as far as it knows them;
 * - of the pairs below the threshold that the user did not take, `bad` of each row are sampled without replacement in
 *   proportion to P(click) as the weights of this step have it (engine/kernels/class-race): no hard cut, so that pairs
 *   of low P(click) are met too;
 * - they are labelled bad.
 *
 * Where none are made, of `bad` 0 or a threshold of 0, it is the softmax of click and no click, and the third parts of
 * the vectors learn nothing.
 *
 * No draws and no labels leave the device.
 */
export default defineBlock({
  id: 'bad-case-softmax',
  formerIds: [],
  family: 'objective',
  sides: ['objective'],
  source: 'MOBIUS: Fan et al., KDD 2019, algorithm 1; drawn negatives may stand for what was shown and not clicked',
  inputs: { classes: port('classes') },
  outputs: { loss: 'internal' },
  params: {
    ...likelihoodParams,
    teacher: choice(['category', 'text', 'co-occurrence', 'column', 'run'], 'category'),
    field: when('teacher', ['category', 'text'], itemField({ many: true })),
    column: when('teacher', ['column'], scores()),
    run: when('teacher', ['run'], storedRun({ towers: true })),
    length: when('teacher', ['category', 'text', 'co-occurrence'], int({ default: 50, min: 1, max: 500 })),
    threshold: float({ default: 0.1, min: 0, max: 1, step: 0.01 }),
    bad: int({ default: 2, min: 0, max: 16 }),
    from: choice(['catalogue', 'shown'], 'catalogue'),
    sampled: int({ default: 64, min: 1, max: 8192 }),
    noClicks: float({ default: 4, min: 0.1, max: 100, step: 0.1 }),
    ...rowWeightParams,
  },
  relevance: requestOf,
  readsUniform: () => true,
  readsHits: () => true,
  samples: ({ sampled, from }) => ({ count: sampled, by: from === 'shown' ? 'shown' : 'uniform' }),
  hardNegatives: () => 'none',
  infer: () => ({ loss: { kind: 'internal', shape: '[]' } }),
  weights: () => ({}),
  probes: {
    judged: { per: 'batch', labels: () => ['known'], axis: () => SHARES },
    found: { per: 'row', labels: () => ['bad cases'] },
    relevance: { per: 'batch', labels: () => ['relevance'], axis: () => SHARES },
    click: { per: 'batch', labels: () => ['click'], axis: () => SHARES },
  },
  cost: ({ classes: { widths } }, { bad, sampled }) => {
    const width = widths.reduce((a, b) => a + b, 0);
    return { flops: 2 * width * (1 + bad + sampled), crossFloats: CROSSED };
  },
});

/** Whether any pair may be called bad; otherwise the softmax is over click and no click alone. */
export const makesCases = ({ bad, threshold }: { bad: number; threshold: number }): boolean => bad > 0 && threshold > 0;

/** Relevance, draws and keys. */
const CROSSED = 3;

/** What the teacher is asked. */
export function requestOf(params: {
  teacher: Teacher['by'];
  field: string;
  column: string;
  run: string;
  length: number;
  threshold: number;
}): RelevanceRequest {
  const { length, threshold } = params;
  return { teacher: teacherOf(params), length, threshold };
}

function teacherOf({ teacher: by, field, column, run }: Parameters<typeof requestOf>[0]): Teacher {
  switch (by) {
    case 'category':
    case 'text':
      return { by, field };
    case 'co-occurrence':
      return { by };
    case 'column':
      return { by, column };
    case 'run':
      return { by, run };
  }
}
