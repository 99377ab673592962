import { command } from '../command';

declare module '../protocol' {
  interface Commands {
    /** Writes at once what a run at rest has not written yet: the page may be about to go. */
    keep: [Record<never, never>, Record<never, never>];
  }
}

export default command('keep', async (host) => {
  await host.runner.training?.keep();
  return {};
});
