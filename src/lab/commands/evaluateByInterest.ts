import { evaluateByInterest, type InterestsOverall } from '../evaluate/overall';
import { command } from '../command';

declare module '../protocol' {
  interface Commands {
    /** The same over all users of the test part, with the weights at rest; also for a model of one vector. */
    evaluateByInterest: [{ k: number; category: string | null; diversity: number }, InterestsOverall];
  }
}

export default command('evaluateByInterest', (host, asked) =>
  host.atRest((model, { signal, onProgress }) => evaluateByInterest(model, asked, signal, onProgress)),
);
