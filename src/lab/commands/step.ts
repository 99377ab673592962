import type { Settings, TowerGraph } from '../../model/document/graph';
import { command } from '../command';

declare module '../protocol' {
  interface Commands {
    /** One step, or so many, then 'paused'; starts a run where there is none. */
    step: [{ graph: TowerGraph; settings: Settings; steps?: number }, Record<never, never>];
  }
}

export default command('step', async (host, { steps = 1, ...document }) => {
  await host.readingDone();
  const training =
    host.runner.training ?? (await host.unlessStopped(() => host.runner.begin(host.runInputs, document, 0)));
  await training?.step(steps);
  return {};
});
