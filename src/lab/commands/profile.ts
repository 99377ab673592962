import { command } from '../command';
import { LabError } from '../failure';
import type { Profile } from '../training/profiling';

declare module '../protocol' {
  interface Commands {
    /**
     * How long the kernels of the next steps of the run under way take, once they have run; at a rest it waits for
     * them. Null where the adapter does not say.
     */
    profile: [{ steps: number }, Profile | null];
  }
}

export default command('profile', ({ runner: { training } }, { steps }) => {
  if (!training) throw new LabError('no-weights', 'no run is under way whose steps could be timed');
  return training.profiling.measure(steps);
});
