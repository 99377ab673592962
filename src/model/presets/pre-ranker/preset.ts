import type { Json, Settings } from '../../document/graph';
import { drawRanker } from '../drawing/ranker';
import { settingsFor } from '../settings';
import type { Preset } from '../presets';

/** Items of a row that are scored in training, its own among them: a user is shown few beside what he takes. */
const CANDIDATES = { shown: 4, catalogue: 16 };
/** Of impressions the first epoch says most: at the rate of the other presets it is over before it is read. */
const LEARNING_RATE = 5e-4;

/**
 * A pre-ranker (COLD: Wang et al., DLP-KDD 2020): towers, their product and cross features through an MLP, without
 * attention, whose cost grows with the past. It learns from impressions where a log has them, one by one: a row of
 * which nothing else was shown teaches it too, which a softmax over lists does not see.
 *
 * Where a log has impressions it also reads each candidate's click-through rate. That was chosen on the validation part
 * of KuaiRand, when lists held what was shown on both sides of an event: .006 to .013 GAUC for both labels and seeds
 * 101 and 102 under leave-last-out, and by time -.003 to +.006. Connected to the score past the network, it was worth
 * nothing under leave-last-out (-.009 to +.004).
 *
 * From impressions alone: with one candidate drawn beside them (`mixed`) it found more of the next clicks, in the
 * catalogue and of what two towers hand on, but ordered impressions worse (README, Impressions of KuaiRand).
 */
const preRanker: Preset = {
  id: 'pre-ranker',
  place: 23,
  title: 'Pre-ranker of impressions',
  isRanker: true,
  build: (schema, { width } = {}) => {
    const from = schema.hasShown ? 'shown' : 'catalogue';
    const params: Record<string, Json> = { candidates: CANDIDATES[from], from };
    const settings = settingsFor(schema);
    return {
      graph: drawRanker(
        preRanker.title,
        schema,
        {
          attends: false,
          readsRates: Boolean(schema.hasShown && schema.hasTime),
          objective: { id: 'taken', block: 'pair-bce', params },
        },
        width,
      ),
      settings: schema.hasShown ? atRate(settings, LEARNING_RATE) : settings,
    };
  },
};
export default preRanker;

const atRate = (settings: Settings, learningRate: number): Settings => ({
  ...settings,
  optimizers: settings.optimizers.map((one) => ({ ...one, learningRate })),
});
