import type { Baselines } from '../evaluate/baseline-figures';
import type { Metrics } from '../evaluate/metrics';
import { testMetrics } from '../evaluate/model';
import { command } from '../command';

declare module '../protocol' {
  interface Commands {
    /** The test part with the weights as they stand, after an import or a stop. */
    evaluate: [Record<never, never>, { metrics: Metrics; baselines: Baselines }];
  }
}

export default command('evaluate', async (host) => {
  const metrics = await host.inTurn(() => host.atRest(testMetrics));
  host.runner.metrics = metrics;
  return { metrics, baselines: (await host.needBaselines().get()).test };
});
