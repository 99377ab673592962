import { command } from '../command';
import { LabError } from '../failure';

declare module '../protocol' {
  interface Commands {
    /**
     * The run whose weights are there goes on, for so many steps or, null, to its end: one that was stopped as if it
     * had not been, any other with its last stage once more.
     */
    continue: [{ steps: number | null }, Record<never, never>];
  }
}

export default command('continue', async (host, { steps }) => {
  if (host.runner.training) throw new LabError('run-under-way', 'a run is under way: it is resumed, not continued');
  const training = await host.unlessStopped(() => host.runner.continue(host.runInputs, steps === null ? Infinity : 0));
  if (steps !== null) await training?.step(steps);
  return {};
});
