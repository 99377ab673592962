import { badCases, type BadCases } from '../evaluate/bad-cases';
import { command } from '../command';

declare module '../protocol' {
  interface Commands {
    /** Bad cases by title, as training samples them with the weights of the moment; null of a graph without any. */
    badCases: [Record<never, never>, BadCases | null];
  }
}

export default command('badCases', (host) => badCases(host.needModel()));
