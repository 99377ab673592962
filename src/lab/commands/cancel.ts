import { command } from '../command';

declare module '../protocol' {
  interface Commands {
    /** Gives up reading a file. */
    cancel: [Record<never, never>, Record<never, never>];
  }
}

export default command('cancel', (host) => {
  host.stopLoading();
  return {};
});
