import { defineDiagnosis, found, meanBetween, rounded } from '../diagnosis';

/** With fewer losses the noise between two batches is as large as a rise. */
const LEAST_LOSSES = 40;
/** Of the losses, at the beginning and at the end. */
const SHARE = 0.1;
/** Above the losses of weights that know nothing: batches differ by a few percent, and a run that learns falls. */
const RISE = 1.1;

export default defineDiagnosis({
  id: 'divergence',
  place: 1,
  look({ failure, settings, curve }) {
    const rate = settings.optimizers.reduce((most, { learningRate }) => Math.max(most, learningRate), 0);
    if (failure?.code === 'diverged' || failure?.code === 'scores-not-finite')
      return found('notFinite', { step: failure.values['step'] ?? '?', rate });
    const loss = curve('loss');
    // Another stage has another loss.
    if (!loss || loss.steps.length < LEAST_LOSSES || settings.stages.length > 1) return null;
    const [first, last] = [loss.steps[0]!, loss.steps.at(-1)!];
    const reach = SHARE * (last - first);
    const [before, now] = [meanBetween(loss, first - 1, first + reach), meanBetween(loss, last - reach, last)];
    return before > 0 && now > RISE * before
      ? found('rose', { before: rounded(before), now: rounded(now), rate })
      : null;
  },
});
