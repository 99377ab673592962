import { defineDiagnosis, meanBetween, rounded } from '../diagnosis';

/** Evaluations since the best: early stopping itself waits for a few. */
const SINCE = 3;
/** Of the best: early stopping sees falls of a few percent in every run. */
const FALLEN = 0.9;

export default defineDiagnosis({
  id: 'overfitting',
  place: 6,
  look({ curve, settings }) {
    const [validation, loss] = [curve('ndcg@10'), curve('loss')];
    // Losses of two stages do not compare.
    if (!validation || !loss || settings.stages.length > 1) return null;
    const { steps, values } = validation;
    const best = values.indexOf(values.reduce((most, value) => Math.max(most, value), -Infinity));
    if (best < 0 || values.length - 1 - best < SINCE) return null;
    // Two evaluations, so that one bad one is no fall.
    const now = (values.at(-1)! + values.at(-2)!) / 2;
    const gap = steps.at(-1)! - steps.at(-2)!;
    const [lossThen, lossNow] = [
      meanBetween(loss, steps[best]! - gap, steps[best]!),
      meanBetween(loss, steps.at(-1)! - gap, steps.at(-1)!),
    ];
    return now <= FALLEN * values[best]! && lossNow < lossThen
      ? {
          case: 'falls',
          values: {
            best: rounded(values[best]!),
            bestStep: steps[best]!,
            now: rounded(now),
            lossThen: rounded(lossThen),
            lossNow: rounded(lossNow),
          },
        }
      : null;
  },
});
