import { command } from '../command';

declare module '../protocol' {
  interface Commands {
    pause: [Record<never, never>, Record<never, never>];
  }
}

export default command('pause', async (host) => {
  await host.runner.training?.pause();
  return {};
});
