import { command } from '../command';
import { LabError } from '../failure';

declare module '../protocol' {
  interface Commands {
    /**
     * The run whose weights are there goes on from step `from`, to its end or for one step: one that was stopped as if
     * it had not been, any other with its last stage once more. `from` is null where a stop came before.
     */
    continue: [{ once: boolean }, { from: number | null }];
  }
}

export default command('continue', async (host, { once }) => {
  if (host.runner.training) throw new LabError('run-under-way', 'a run is under way: it is resumed, not continued');
  const from = host.keeper.current?.checkpoint?.step ?? null;
  const training = await host.unlessStopped(() => host.runner.continue(host.runInputs, once ? 0 : Infinity));
  if (once) await training?.step();
  return { from: training ? from : null };
});
