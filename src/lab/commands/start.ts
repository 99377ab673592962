import type { Settings, TowerGraph } from '../../model/document/graph';
import { command } from '../command';

declare module '../protocol' {
  interface Commands {
    /** Fresh weights, then training. From 'paused' with an unchanged document use `resume`. */
    start: [{ graph: TowerGraph; settings: Settings }, Record<never, never>];
  }
}

export default command('start', async (host, document) => {
  await host.unlessStopped(() => host.runner.begin(host.runInputs, document, Infinity));
  return {};
});
