import { command } from '../command';
import { weightsOf, type WeightsAsked } from '../runs/asked-weights';

declare module '../protocol' {
  interface Commands {
    /** Refuses weights that could not be asked beside those on screen, as the question itself would. */
    checkWeights: [{ weights: WeightsAsked }, Record<never, never>];
  }
}

export default command('checkWeights', async (host, { weights }) => {
  await weightsOf(host, weights, host.needData().dataset);
  return {};
});
