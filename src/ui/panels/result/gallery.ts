import type { Dataset } from '../../../data/dataset';
import type { AgreementAt } from '../../../lab/agreement/agreement';
import type { AgreementFound } from '../../../lab/commands/agreement';
import { DEFAULT_KS } from '../../../lab/evaluate/metrics';
import type { Ask } from '../../../lab/protocol';
import { metricsAt } from '../../gallery/figures';
import { defineScenes, type Play } from '../../gallery/scene';
import { STATE_PLAYS } from '../../gallery/states';
import { trainedBefore, withScores } from '../../gallery/trained-before';

/** Beside a ranker that hits more, and is of another mind in the tail. */
function agreementOf({ split }: Dataset, { ranker }: Ask<'agreement'>, step: number): AgreementFound {
  const users = split.test.length;
  const hitsAt = (level: number, k: number): AgreementAt['model'] => {
    const metrics = metricsAt(level);
    return { hr: { mean: metrics[`hr@${k}`]!, half: 0.028 }, ndcg: { mean: metrics[`ndcg@${k}`]!, half: 0.016 } };
  };
  const isColumn = 'column' in ranker;
  return {
    kind: isColumn ? 'column' : 'model',
    title: isColumn ? ranker.column : 'Ranker',
    step,
    users,
    at: DEFAULT_KS.map((k) => ({
      k,
      model: hitsAt(0.24, k),
      ranker: isColumn ? null : hitsAt(0.29, k),
      overlap: { users, value: { mean: 0.3 + k / 400, half: 0.014 } },
    })),
    correlation: { users: users - 2, value: { mean: 0.41, half: 0.019 } },
    depth: isColumn ? null : 100,
    scored: isColumn ? { users: 184, pairs: 4210 } : null,
  };
}

const compared: Play = async (stage, scenes) => {
  await STATE_PLAYS.finished(stage, scenes);
  await trainedBefore(stage);
  withScores(stage);
  await stage.bench.compareWithRanker({ run: 'ranker' });
};

export default defineScenes({
  preset: 'two-tower',
  answers: (dataset, step) => ({ agreement: (asked) => agreementOf(dataset, asked, step()) }),
  states: { finished: compared },
});
