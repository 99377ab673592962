import { command } from '../command';
import { LabError } from '../failure';

declare module '../protocol' {
  interface Commands {
    /**
     * For good, with its curves and its checkpoint; weights of it that are there go too. Refused where another tab has
     * it.
     */
    removeRun: [{ id: string }, Record<never, never>];
  }
}

export default command('removeRun', (host, { id }) => {
  if (host.runner.training && host.keeper.current?.run.id === id)
    throw new LabError('run-under-way', 'the run is under way: stop it first');
  return host.inTurn(async () => {
    if (host.keeper.current?.run.id === id) host.forgetWeights();
    await host.keeper.remove(id);
    return {};
  });
});
