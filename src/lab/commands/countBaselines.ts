import { command } from '../command';

declare module '../protocol' {
  interface Commands {
    /** Counts the baselines that were skipped. */
    countBaselines: [Record<never, never>, Record<never, never>];
  }
}

export default command('countBaselines', (host) => {
  host.needBaselines().again();
  return {};
});
