import { command } from '../command';
import { baselinesFailed } from '../error-to-failure';
import type { BothParts } from '../evaluate/baseline-figures';
import { LabRefusal } from '../failure';

declare module '../protocol' {
  interface Commands {
    /** Counts the baselines, unless that is done or under way. Answered when it is over, by a skip too. */
    baselines: [Record<never, never>, BothParts];
  }
}

export default command('baselines', async (host) => {
  try {
    return await host.needBaselines().get();
  } catch (error) {
    throw new LabRefusal(baselinesFailed(error));
  }
});
