import { command } from '../command';

declare module '../protocol' {
  interface Commands {
    /** Ends the run, or the reading of a file, with what is there. */
    stop: [Record<never, never>, Record<never, never>];
  }
}

export default command('stop', async (host) => {
  await host.stop();
  return {};
});
