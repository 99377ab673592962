import { testMetrics } from '../evaluate/test-evaluation';
import { command } from '../command';
import type { Evaluated } from '../runs/run';

declare module '../protocol' {
  interface Commands {
    /**
     * The test part with the weights as they stand, after an import or a stop; beside it the baselines that are there.
     */
    evaluate: [Record<never, never>, Evaluated];
  }
}

export default command('evaluate', async (host) => {
  const metrics = await host.atRest((model, { signal, onProgress }) => testMetrics(model, signal, onProgress));
  const id = host.keeper.current?.run.id;
  const evaluated = { metrics, baselines: host.needBaselines().besideResult() };
  if (id !== undefined && host.keeper.current?.run.id === id) await host.keeper.keepFigures({ evaluated });
  return evaluated;
});
