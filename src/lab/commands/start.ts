import { command } from '../command';
import type { RunAsked } from '../runs/new-run';

declare module '../protocol' {
  interface Commands {
    /**
     * Fresh weights, then training. From 'paused' with an unchanged document use `resume`. `sweep`: its place in one,
     * where it is of a sweep. `teacher`: see `RunAsked`.
     */
    start: [RunAsked, Record<never, never>];
  }
}

export default command('start', async (host, document) => {
  await host.unlessStopped(() => host.runner.begin(host.runInputs, document, Infinity));
  return {};
});
