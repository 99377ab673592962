import { command } from '../command';

declare module '../protocol' {
  interface Commands {
    resume: [Record<never, never>, Record<never, never>];
  }
}

export default command('resume', async (host) => {
  await host.readingDone();
  host.runner.training?.resume();
  return {};
});
