import { meanSeries } from '../../../model/check/probe';
import { withDefaults } from '../../../model/document/params';
import { blockById } from '../../../model/nodes/registry';
import { defineDiagnosis, found, rounded } from '../diagnosis';

/**
 * Of the loss of a guess, ln B: what is left of it where the own item is met in full (cosine 1) and every other stands
 * at a right angle, as most directions of a wide space do.
 */
const FLOOR = 0.5;
/** A gap of .05 between two cosines is then a factor of 150: one negative decides. CLIP bounds its scale by it. */
const MOST_SCALE = 100;

export default defineDiagnosis({
  id: 'temperature',
  place: 7,
  look({ graph, settings: { batch }, curve }) {
    // Of several heads the first.
    const match = graph.nodes.find(({ side, block }) => side === 'match' && 'temperature' in blockById(block).params);
    const hasSoftmax = graph.nodes.some(({ block }) => block === 'in-batch-softmax');
    if (!match || !hasSoftmax || !curve('loss')) return null;
    const { score, temperature } = withDefaults(blockById(match.block).params, match.params) as Record<string, unknown>;
    if (score !== 'cosine' || typeof temperature !== 'number') return null;
    const learnt = curve(meanSeries(`${match.id}/scale`, 0))?.values.at(-1);
    const scale = learnt ?? 1 / temperature;
    const now = rounded(1 / scale);
    if (scale > MOST_SCALE) return found('low', { now, scale: rounded(scale) });
    const floor = Math.log(1 + (batch - 1) * Math.exp(-scale)) / Math.log(batch);
    return floor > FLOOR ? found('high', { now, floor: { share: floor }, batch }) : null;
  },
});
