import type { Settings, TowerGraph } from '../../model/document/graph';
import { command } from '../command';
import type { SweepPlace } from '../sweeps/sweep';

declare module '../protocol' {
  interface Commands {
    /**
     * Fresh weights, then training. From 'paused' with an unchanged document use `resume`. `sweep`: its place in one,
     * where it is of a sweep.
     */
    start: [{ graph: TowerGraph; settings: Settings; sweep?: SweepPlace }, Record<never, never>];
  }
}

export default command('start', async (host, document) => {
  await host.unlessStopped(() => host.runner.begin(host.runInputs, document, Infinity));
  return {};
});
