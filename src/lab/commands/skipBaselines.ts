import { command } from '../command';

declare module '../protocol' {
  interface Commands {
    /** Ends the count of the baselines with those that are there, until they are asked for once more. */
    skipBaselines: [Record<never, never>, Record<never, never>];
  }
}

export default command('skipBaselines', (host) => {
  host.needBaselines().skip();
  return {};
});
