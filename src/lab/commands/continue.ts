import { command } from '../command';
import { LabError } from '../failure';

declare module '../protocol' {
  interface Commands {
    /**
     * The run whose weights are there goes on, to its end or for one step: one that was stopped as if it had not been,
     * any other with its last stage once more.
     */
    continue: [{ once: boolean }, Record<never, never>];
  }
}

export default command('continue', async (host, { once }) => {
  if (host.runner.training) throw new LabError('run-under-way', 'a run is under way: it is resumed, not continued');
  const training = await host.unlessStopped(() => host.runner.continue(host.runInputs, once ? 0 : Infinity));
  if (once) await training?.step();
  return {};
});
