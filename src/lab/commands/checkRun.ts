import { command } from '../command';
import { LabError } from '../failure';
import { isRunning } from '../phases';
import type { RunAsked } from '../runs/new-run';

declare module '../protocol' {
  interface Commands {
    /**
     * Refuses a run that could not begin, as `start` would, its teacher included; what is on screen stays as it is.
     * What a weights file says as a teacher is kept for the start. LabError (training-not-at-rest)
     */
    checkRun: [RunAsked, Record<never, never>];
  }
}

export default command('checkRun', async (host, asked) => {
  await host.inTurn(() => {
    if (isRunning(host.announcer.phase))
      throw new LabError('training-not-at-rest', 'a run is under way: pause or stop it first');
    return host.runner.check(host.runInputs, asked);
  });
  return {};
});
